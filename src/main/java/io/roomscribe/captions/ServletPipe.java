package io.roomscribe.captions;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A servlet's answer, written without blocking.
 *
 * <p>Threading: the container calls the listeners on its threads, one at a time; the rest as {@link
 * Pipe} says. Source: Jakarta Servlet 6.0, 5.7 and ServletOutputStream.setWriteListener.
 */
final class ServletPipe implements Pipe, WriteListener, AsyncListener {
  private final AsyncContext async;
  private final ServletOutputStream out;
  private volatile Runnable writable = () -> {};
  private final AtomicBoolean open = new AtomicBoolean(true);
  private volatile boolean started;

  /** A pipe that begins to flow after {@link #start}. */
  ServletPipe(AsyncContext async, ServletOutputStream out) {
    this.async = async;
    this.out = out;
  }

  /** Begins; the runnable is called whenever something may be written again. */
  void start(Runnable onWritable) {
    writable = onWritable;
    async.addListener(this);
    out.setWriteListener(this);
  }

  @Override
  public boolean isReady() {
    try {
      return started && out.isReady();
    } catch (IllegalStateException e) {
      close(); // completed under our hands
      return false;
    }
  }

  @Override
  public void write(String text) {
    try {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException | IllegalStateException e) {
      close();
    }
  }

  @Override
  public void flush() {
    try {
      out.flush();
    } catch (IOException | IllegalStateException e) {
      close();
    }
  }

  @Override
  public void close() {
    if (open.compareAndSet(true, false)) {
      try {
        async.complete();
      } catch (IllegalStateException e) {
        // The container has completed it already.
      }
    }
  }

  @Override
  public boolean isOpen() {
    return open.get();
  }

  @Override
  public void onWritePossible() {
    started = true;
    writable.run();
  }

  @Override
  public void onError(Throwable failure) {
    close();
  }

  @Override
  public void onComplete(AsyncEvent event) {
    open.set(false);
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    close();
  }

  @Override
  public void onError(AsyncEvent event) {
    close();
  }

  @Override
  public void onStartAsync(AsyncEvent event) {
    // Only another startAsync of the same request would call this: there is none.
  }
}
