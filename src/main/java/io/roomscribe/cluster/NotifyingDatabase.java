package io.roomscribe.cluster;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * The database as the bus needs it: with connections beside the pool, as one that listens is in use
 * for as long as the application runs. Threading: safe from any thread.
 */
public interface NotifyingDatabase {

  /** Whether it can notify; what follows is only to be called when it can. */
  boolean canNotify();

  /** A new connection of PostgreSQL's driver itself, the caller's to close. */
  Connection connect() throws SQLException;
}
