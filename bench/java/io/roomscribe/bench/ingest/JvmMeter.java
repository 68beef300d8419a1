package io.roomscribe.bench.ingest;

import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** What a JVM on this machine has counted: bytes allocated and garbage collections. */
final class JvmMeter implements AutoCloseable {

  private final JMXConnector connector;
  private final MBeanServerConnection server;
  private final ThreadMXBean threads;

  private JvmMeter(JMXConnector connector) throws IOException {
    this.connector = connector;
    this.server = connector.getMBeanServerConnection();
    this.threads =
        ManagementFactory.newPlatformMXBeanProxy(
            server, ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
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

  /** Collections so far, and the ms they took. */
  long[] collections() throws IOException {
    long count = 0;
    long ms = 0;
    for (GarbageCollectorMXBean each :
        ManagementFactory.getPlatformMXBeans(server, GarbageCollectorMXBean.class)) {
      count += each.getCollectionCount();
      ms += each.getCollectionTime();
    }
    return new long[] {count, ms};
  }

  @Override
  public void close() throws IOException {
    connector.close();
  }
}
