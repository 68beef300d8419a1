package io.roomscribe.config;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.Optional;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Connections to the database that the settings name, so that one WAR runs on H2 and on PostgreSQL
 * without a server resource: the container instantiates this class for the application's data
 * source definition and pools what it hands out.
 *
 * <p>Settings: {@code roomscribe.database.url}, {@code .user}, {@code .password} and {@code
 * .answer-timeout}, read when the first connection is asked for. User and password that a caller
 * brings along are disregarded: pools pass on their own empty ones.
 *
 * <p>Threading: safe from any thread; pools open connections concurrently.
 *
 * <p>Errors: {@link SQLException} when any setting is wrong, naming all that are, as the servers
 * ask for the first connection before {@link SettingsGate} has its turn; the password is never part
 * of a message.
 */
public final class ConfiguredDataSource implements DataSource {
  private volatile String settings = "roomscribe.database";
  private volatile @Nullable DataSource target;

  /** Called by the container. */
  public ConfiguredDataSource() {}

  /**
   * Sets the prefix of the keys to read. The definition must set something: WildFly refuses a data
   * source without any property (IJ031103).
   */
  public void setSettings(String prefix) {
    settings = prefix;
  }

  /** The prefix of the keys to read. */
  public String getSettings() {
    return settings;
  }

  private DataSource target() throws SQLException {
    DataSource known = target;
    if (known == null) {
      // Two threads may both come here: they build equal data sources, and either one does.
      known = fromSettings(ConfigProvider.getConfig(getClass().getClassLoader()));
      target = known;
    }
    return known;
  }

  private DataSource fromSettings(Config config) throws SQLException {
    Optional<String> refusal = SettingsGate.refusal(config);
    if (refusal.isPresent()) {
      throw new SQLException(refusal.get());
    }
    return of(
        setting(config, settings + ".url"),
        setting(config, settings + ".user"),
        setting(config, settings + ".password"),
        config.getValue(settings + ".answer-timeout", Duration.class));
  }

  private static String setting(Config config, String key) {
    return config.getOptionalValue(key, String.class).map(String::strip).orElse("");
  }

  /**
   * The driver's own data source for the URL; its class comes from the WAR, not from the server.
   *
   * @param answerTimeout how long PostgreSQL may take for an answer, unless the URL says
   *     socketTimeout; H2 runs within this process
   */
  static DataSource of(String url, String user, String password, Duration answerTimeout)
      throws SQLException {
    if (url.startsWith("jdbc:h2:")) {
      JdbcDataSource h2 = new JdbcDataSource();
      h2.setURL(url);
      h2.setUser(user);
      h2.setPassword(password);
      return h2;
    }
    if (url.startsWith("jdbc:postgresql:")) {
      return postgres(url, user, password, answerTimeout);
    }
    throw new SQLException(
        "roomscribe.database.url must start with jdbc:h2: or jdbc:postgresql:"
            + (url.isEmpty() ? " and is not set" : ""));
  }

  private static DataSource postgres(
      String url, String user, String password, Duration answerTimeout) throws SQLException {
    PGSimpleDataSource postgres = new PGSimpleDataSource();
    try {
      postgres.setURL(url);
    } catch (IllegalArgumentException repeatsTheUrl) {
      // Not handed on as the cause: a password may stand in the URL.
      throw new SQLException("roomscribe.database.url is no URL that PostgreSQL's driver reads");
    }
    if (!user.isEmpty()) {
      postgres.setUser(user);
    }
    if (!password.isEmpty()) {
      postgres.setPassword(password);
    }
    if (postgres.getSocketTimeout() == 0) {
      // Without it a database that is frozen, or a network that drops everything, holds whoever
      // waits for an answer for ever. Also counts while logging in; connecting has 10 s of its own.
      postgres.setSocketTimeout(Math.max(1, Math.toIntExact(answerTimeout.toSeconds())));
    }
    postgres.setTcpKeepAlive(true);
    return postgres;
  }

  @Override
  public Connection getConnection() throws SQLException {
    return LastingConnection.from(target());
  }

  /** A connection that stays broken once it has broken, for who must notice. */
  Connection bareConnection() throws SQLException {
    return target().getConnection();
  }

  @Override
  public Connection getConnection(@Nullable String user, @Nullable String password)
      throws SQLException {
    return getConnection();
  }

  @Override
  public @Nullable PrintWriter getLogWriter() throws SQLException {
    return target().getLogWriter();
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
    target().setLogWriter(out);
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    target().setLoginTimeout(seconds);
  }

  @Override
  public int getLoginTimeout() throws SQLException {
    return target().getLoginTimeout();
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("this application logs through System.Logger");
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (isWrapperFor(type)) {
      return type.cast(this);
    }
    return target().unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this);
  }
}
