package io.roomscribe.config;

import io.roomscribe.cluster.NotifyingDatabase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The database that the settings name, by connections beside the server's pool. */
@ApplicationScoped
class UnpooledDatabase implements NotifyingDatabase {

  private final ConfiguredDataSource source = new ConfiguredDataSource();

  @Inject
  @ConfigProperty(name = "roomscribe.database.url")
  String url;

  @Override
  public boolean canNotify() {
    return url.strip().startsWith("jdbc:postgresql:");
  }

  @Override
  public Connection connect() throws SQLException {
    return source.bareConnection();
  }
}
