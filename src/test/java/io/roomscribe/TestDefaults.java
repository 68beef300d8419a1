package io.roomscribe;

import java.time.Duration;
import java.util.TimeZone;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** What holds in the JVM of all tests, set before the first. */
public final class TestDefaults implements LauncherSessionListener {

  /**
   * Longest wait for what certainly comes, however busy the machine is. It costs time only where a
   * test fails.
   */
  public static final Duration PATIENCE = Duration.ofSeconds(90);

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    Awaitility.setDefaultTimeout(PATIENCE);
    // Far from UTC: what loses the offset on its way, to the database say, is found out.
    TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Auckland"));
  }
}
