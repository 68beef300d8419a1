package io.roomscribe.lanes;

/** Something scheduled. */
@FunctionalInterface
public interface Cancellable {

  /** It will not start again; a run under way is not interrupted. Idempotent. */
  void cancel();
}
