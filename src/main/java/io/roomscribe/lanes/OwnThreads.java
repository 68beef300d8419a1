package io.roomscribe.lanes;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;

/**
 * Threads that one body each keeps for as long as it runs.
 *
 * <p>Full: {@link #start} refuses. Errors: a body that throws is logged with its name.
 *
 * <p>Threading: safe from any thread. Ownership: {@link #close} interrupts whatever still runs, and
 * nothing starts after it.
 */
final class OwnThreads {

  private static final Logger LOG = System.getLogger(OwnThreads.class.getName());

  private final ThreadFactory factory;
  private final Semaphore free;
  private final Set<Thread> running = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  OwnThreads(ThreadFactory factory, int most) {
    this.factory = factory;
    this.free = new Semaphore(most);
  }

  Cancellable start(String name, Runnable body) {
    if (closed) {
      throw new RejectedExecutionException("thread=" + name + " the application stops");
    }
    if (!free.tryAcquire()) {
      throw new RejectedExecutionException("thread=" + name + " too many threads run");
    }
    Thread thread = made(name, body);
    begin(thread);
    if (closed) {
      thread.interrupt();
    }
    return thread::interrupt;
  }

  int count() {
    return running.size();
  }

  void close() {
    closed = true;
    running.forEach(Thread::interrupt);
  }

  /** The container refuses, by null or by its own exception, once the application stops. */
  private Thread made(String name, Runnable body) {
    Thread thread;
    try {
      thread = factory.newThread(() -> run(name, body));
    } catch (IllegalStateException stopping) {
      free.release();
      throw new RejectedExecutionException("thread=" + name + " the application stops", stopping);
    }
    if (thread == null) {
      free.release();
      throw new RejectedExecutionException("thread=" + name + " the container makes no thread");
    }
    thread.setName("roomscribe-" + name);
    return thread;
  }

  /** A machine out of threads throws here; the place must not be lost with it. */
  private void begin(Thread thread) {
    running.add(thread);
    boolean begun = false;
    try {
      thread.start();
      begun = true;
    } finally {
      if (!begun) {
        running.remove(thread);
        free.release();
      }
    }
  }

  private void run(String name, Runnable body) {
    try {
      body.run();
    } catch (RuntimeException | Error failure) {
      LOG.log(Level.ERROR, "thread=" + name + " failed", failure);
    } finally {
      running.remove(Thread.currentThread());
      free.release();
    }
  }
}
