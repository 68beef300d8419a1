package io.roomscribe.lanes;

/** Something scheduled or running. */
@FunctionalInterface
public interface Cancellable {

  /**
   * It will not start again; a run under way is interrupted only where whoever made this says so.
   * Idempotent.
   */
  void cancel();
}
