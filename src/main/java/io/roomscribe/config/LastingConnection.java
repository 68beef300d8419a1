package io.roomscribe.config;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is replaced behind its back when it has broken, so that a pool that never looks
 * whether its connections still work serves again after the database was away.
 *
 * <p>Neither server's pool looks unless it is told to, in words of its own that the other refuses,
 * and a portable data source definition has none for it.
 *
 * <p>A transaction whose connection breaks fails as it would without this, statements included:
 * only what is asked for outside of one gets the new connection, with the settings of the old.
 *
 * <p>Threading: as a connection, of one thread at a time. Ownership: owns the connection it stands
 * for.
 */
final class LastingConnection implements InvocationHandler {
  private static final Set<String> STATEMENTS =
      Set.of("createStatement", "prepareStatement", "prepareCall");
  private static final Set<String> REVIVING =
      Set.of("setAutoCommit", "createStatement", "prepareStatement", "prepareCall", "isValid");

  private final DataSource source;
  private Connection target;
  private boolean closed;
  private boolean inTransaction;
  private boolean autoCommit = true;
  private @Nullable Integer isolation;

  private LastingConnection(DataSource source) throws SQLException {
    this.source = source;
    this.target = source.getConnection();
  }

  /** A new connection. */
  static Connection from(DataSource source) throws SQLException {
    return (Connection)
        Proxy.newProxyInstance(
            LastingConnection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            new LastingConnection(source));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    String name = method.getName();
    if (name.equals("equals")) {
      return arguments != null && proxy == arguments[0];
    }
    if (name.equals("hashCode")) {
      return System.identityHashCode(proxy);
    }
    if (REVIVING.contains(name) && !closed && !inTransaction && target.isClosed()) {
      revive();
    }
    note(name, arguments);
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  private void revive() throws SQLException {
    target = source.getConnection();
    if (isolation != null) {
      target.setTransactionIsolation(isolation);
    }
    target.setAutoCommit(autoCommit);
  }

  private void note(String name, Object @Nullable [] arguments) {
    if (STATEMENTS.contains(name)) {
      inTransaction = !autoCommit;
    } else if (name.equals("commit") || name.equals("rollback")) {
      inTransaction = false; // however it ends
    } else if (name.equals("close") || name.equals("abort")) {
      closed = true;
    } else if (arguments != null && arguments[0] instanceof Boolean on && isAutoCommit(name)) {
      autoCommit = on;
      inTransaction = false;
    } else if (arguments != null
        && arguments[0] instanceof Integer level
        && name.equals("setTransactionIsolation")) {
      isolation = level;
    }
  }

  private static boolean isAutoCommit(String name) {
    return name.equals("setAutoCommit");
  }
}
