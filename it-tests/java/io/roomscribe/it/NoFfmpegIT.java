package io.roomscribe.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Where every session needs FFmpeg and there is none, health and session say just that. */
@Served
@Isolated
@Order(Server.LAST)
class NoFfmpegIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final String SETTINGS =
      """
      roomscribe.rooms.capture=rtmp
      roomscribe.rtmp.ffmpeg=no-such-ffmpeg
      """;

  @Deployment(testable = false)
  static WebArchive war() {
    return WarUnderTest.archiveWith(SETTINGS);
  }

  @Test
  void rtmp_ffmpegMissing_isNotReady_andASessionSaysWhyAndStaysUsable() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              Health ready = Health.get("/ready");
              assertThat(ready.status()).isEqualTo(503);
              assertThat(ready.check("rtmp").get("status").asText()).isEqualTo("DOWN");
              assertThat(ready.check("rtmp").at("/data/reason").asText())
                  .contains("no-such-ffmpeg");
            });
    Meeting meeting = new Meeting();
    meeting.microphone("ann", "Ann");

    meeting.start();

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(meeting.session().at("/capture/waitingFor").asText())
                    .as(() -> meeting.session().toString())
                    .contains("RTMP", "no-such-ffmpeg"));
    meeting.close();
  }
}
