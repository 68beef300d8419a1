package io.roomscribe.bench.ingest;

import com.sun.management.GarbageCollectorMXBean;
import com.sun.management.GcInfo;
import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.management.InstanceNotFoundException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** What a JVM on this machine has counted: bytes allocated, garbage collections, and its heap. */
final class JvmMeter implements AutoCloseable {

  private final JMXConnector connector;
  private final MBeanServerConnection server;
  private final ThreadMXBean threads;
  private final Pauses pauses = new Pauses();

  private JvmMeter(JMXConnector connector) throws IOException {
    this.connector = connector;
    this.server = connector.getMBeanServerConnection();
    this.threads =
        ManagementFactory.newPlatformMXBeanProxy(
            server, ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
    for (GarbageCollectorMXBean each : collectors()) {
      listen(each.getObjectName());
    }
  }

  static JvmMeter attach(long pid) throws IOException {
    try {
      VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
      String address = machine.startLocalManagementAgent();
      machine.detach();
      return new JvmMeter(JMXConnectorFactory.connect(new JMXServiceURL(address)));
    } catch (AttachNotSupportedException e) {
      throw new IOException(e);
    }
  }

  /** Bytes allocated so far by each thread that is alive. */
  Map<Long, Long> allocated() {
    long[] ids = threads.getAllThreadIds();
    long[] bytes = threads.getThreadAllocatedBytes(ids);
    Map<Long, Long> all = new HashMap<>();
    for (int i = 0; i < ids.length; i++) {
      all.put(ids[i], bytes[i]);
    }
    return all;
  }

  /** What the threads alive at both looks have allocated between them. */
  static long between(Map<Long, Long> before, Map<Long, Long> after) {
    return after.entrySet().stream()
        .mapToLong(each -> each.getValue() - before.getOrDefault(each.getKey(), 0L))
        .sum();
  }

  /** Its garbage collections. */
  Pauses pauses() {
    return pauses;
  }

  /** Collects all garbage, which stops it for a moment, and tells what is left. */
  Memory collect() throws IOException {
    MemoryMXBean memory =
        ManagementFactory.newPlatformMXBeanProxy(
            server, ManagementFactory.MEMORY_MXBEAN_NAME, MemoryMXBean.class);
    memory.gc();
    long live = 0;
    long lastEndMs = -1;
    for (GarbageCollectorMXBean each : collectors()) {
      GcInfo last = each.getLastGcInfo();
      if (last != null && last.getEndTime() > lastEndMs) {
        lastEndMs = last.getEndTime();
        live = heap(last);
      }
    }
    return new Memory(live, memory.getHeapMemoryUsage().getCommitted());
  }

  private static long heap(GcInfo collection) {
    return collection.getMemoryUsageAfterGc().entrySet().stream()
        .filter(pool -> pool.getKey().startsWith("G1"))
        .mapToLong(pool -> pool.getValue().getUsed())
        .sum();
  }

  private List<GarbageCollectorMXBean> collectors() throws IOException {
    return List.copyOf(ManagementFactory.getPlatformMXBeans(server, GarbageCollectorMXBean.class));
  }

  private void listen(ObjectName collector) throws IOException {
    try {
      server.addNotificationListener(collector, pauses, null, null);
    } catch (InstanceNotFoundException e) {
      throw new IOException(e);
    }
  }

  /**
   * A heap in bytes.
   *
   * @param liveHeapBytes what a full collection left
   * @param heapBytes its size
   */
  record Memory(long liveHeapBytes, long heapBytes) {}

  @Override
  public void close() throws IOException {
    connector.close();
  }
}
