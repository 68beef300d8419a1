package io.roomscribe.config;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Lets the application start only with settings that make sense.
 *
 * <p>A CDI extension, because the servers check injected properties themselves soon afterwards:
 * each in its own words, and some of them one at a time.
 */
public final class SettingsGate implements Extension {

  private static final Logger LOG = System.getLogger(SettingsGate.class.getName());

  void check(@Observes BeforeBeanDiscovery event) {
    Config config = ConfigProvider.getConfig();
    SettingsCheck check = new SettingsCheck(name -> config.getOptionalValue(name, String.class));
    List<String> complaints = check.complaints();
    if (!complaints.isEmpty()) {
      String message =
          "Roomscribe does not start, its settings need attention:\n  - "
              + String.join("\n  - ", complaints);
      LOG.log(Level.ERROR, message);
      throw new IllegalStateException(message);
    }
    warn(check, config);
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
