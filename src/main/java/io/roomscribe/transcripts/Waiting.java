package io.roomscribe.transcripts;

import org.jspecify.annotations.Nullable;

/**
 * A place in the line before the database: an entry, or a step to be run when all before it are
 * stored.
 *
 * @param number the entry's in the log, or {@link #UNLOGGED}; of a step, that of the next entry
 * @param entry null for a step
 * @param step null for an entry
 */
record Waiting(long number, @Nullable Entry entry, @Nullable Runnable step) {
  /** The number of an entry that is in memory only. */
  static final long UNLOGGED = -1;

  static Waiting entry(long number, Entry entry) {
    return new Waiting(number, entry, null);
  }

  static Waiting step(long number, Runnable step) {
    return new Waiting(number, null, step);
  }

  boolean isLogged() {
    return entry != null && number != UNLOGGED;
  }
}
