package io.roomscribe.faults;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waiting for a moment, or for something to be so. Times are {@link System#nanoTime()}. */
final class Moments {

  private static final long LOOK_MS = 100;

  private Moments() {}

  static void sleepUntil(long ns) throws InterruptedException {
    long left = ns - System.nanoTime();
    if (left > 0) {
      Thread.sleep(left / 1_000_000, (int) (left % 1_000_000));
    }
  }

  /** True once it is so; false if it is not in time. What throws is not so yet. */
  static boolean await(Duration patience, Callable<Boolean> isSo) throws InterruptedException {
    long until = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < until) {
      if (holds(isSo)) {
        return true;
      }
      Thread.sleep(LOOK_MS);
    }
    return false;
  }

  private static boolean holds(Callable<Boolean> isSo) throws InterruptedException {
    try {
      return isSo.call();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception notNow) {
      return false;
    }
  }
}
