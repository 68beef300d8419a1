package io.roomscribe.config;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Lets the application start only with settings that make sense.
 *
 * <p>A CDI extension, because the servers check injected properties themselves soon afterwards:
 * each in its own words, and some of them one at a time. Both servers open the database even before
 * extensions are called, therefore {@link ConfiguredDataSource} asks here too.
 */
public final class SettingsGate implements Extension {

  private static final Logger LOG = System.getLogger(SettingsGate.class.getName());

  /** Statics live as long as the deployment, so this is said once in each. */
  private static final AtomicBoolean TOLD = new AtomicBoolean();

  void check(@Observes BeforeBeanDiscovery event) {
    Config config = ConfigProvider.getConfig();
    SettingsCheck check = check(config);
    Optional<String> refusal = refusal(config);
    if (refusal.isPresent()) {
      throw new IllegalStateException(refusal.get());
    }
    warn(check, config);
  }

  /**
   * What is wrong with the settings, in one message that is in the log too; empty when nothing is.
   */
  static Optional<String> refusal(Config config) {
    List<String> complaints = check(config).complaints();
    if (complaints.isEmpty()) {
      return Optional.empty();
    }
    String message =
        "Roomscribe does not start, its settings need attention:\n  - "
            + String.join("\n  - ", complaints);
    if (TOLD.compareAndSet(false, true)) {
      LOG.log(Level.ERROR, message);
    }
    return Optional.of(message);
  }

  private static SettingsCheck check(Config config) {
    return new SettingsCheck(name -> config.getOptionalValue(name, String.class));
  }

  private static void warn(SettingsCheck check, Config config) {
    Set<String> unknown = check.unknown(config.getPropertyNames());
    if (!unknown.isEmpty()) {
      LOG.log(Level.WARNING, "event=unknown-settings names=" + unknown);
    }
    if (check.isDemo()) {
      LOG.log(
          Level.WARNING,
          """
          event=demo-mode
          ****************************************************************************
          *  roomscribe.demo=true: everybody who reaches this server may start, stop  *
          *  and read every session, without a credential. Not for production.        *
          ****************************************************************************""");
    }
  }
}
