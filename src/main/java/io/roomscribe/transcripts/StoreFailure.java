package io.roomscribe.transcripts;

import java.sql.SQLException;

/**
 * What a transaction that failed tells of its content.
 *
 * <p>Source: SQL states of ISO 9075, which PostgreSQL (appendix A) and H2 (ErrorCode) keep to.
 */
enum StoreFailure {
  /** The database is away, busy, or refuses whatever it is: the same may do later. */
  DATABASE,
  /** The session's row is gone, or a value is not one that a column takes: never. */
  CONTENT,
  /** Another writer was there first, or nothing is known: perhaps later, perhaps never. */
  UNCLEAR;

  private static final String UNIQUE_VIOLATION = "23505";

  /** Judges by the SQL exceptions among the causes. */
  static StoreFailure of(Throwable failure) {
    StoreFailure judged = UNCLEAR;
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof SQLException sql) {
        // Pools that find no connection say so without any state.
        judged = DATABASE;
        String state = sql.getSQLState();
        if (state != null) {
          return ofState(state);
        }
      }
    }
    return judged;
  }

  private static StoreFailure ofState(String state) {
    if (state.equals(UNIQUE_VIOLATION)) {
      return UNCLEAR;
    }
    return state.startsWith("22") || state.startsWith("23") ? CONTENT : DATABASE;
  }
}
