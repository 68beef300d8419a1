package io.roomscribe.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Settings that make no sense keep the application from starting, and are all named at once. */
@Served
@Isolated
@Order(Server.LAST)
class StartRefusedIT {

  private static final String WRONG = "wrong-settings";

  /** A blank counts as missing. An empty value would not do: Payara asks the next source then. */
  private static final String SETTINGS =
      """
      LIVEKIT_API_KEY=\\u2003
      LIVEKIT_API_SECRET=\\u2003
      GLADIA_API_URL=gladia
      roomscribe.security.api-key=tellnobody
      roomscribe.audio.block-ms=35
      roomscribe.rooms.drain=soon
      roomscribe.gladia.region=nowhere
      roomscribe.database.url=jdbc:mysql://root:hushhush@db/roomscribe
      """;

  /** The gate's message: its first line and the list that follows. */
  private static final Pattern MESSAGE =
      Pattern.compile("Roomscribe does not start, its settings need attention:(\\R  - .*)+");

  @ArquillianResource Deployer deployer;

  @Deployment(name = WRONG, testable = false, managed = false)
  static WebArchive war() {
    return WarUnderTest.archiveWith(SETTINGS);
  }

  @AfterEach
  void stopServing() {
    try {
      deployer.undeploy(WRONG);
    } catch (Exception neverDeployed) {
      // WildFly says so; Payara's process runs on and is ended by this.
    }
  }

  @Test
  void deploy_wrongSettings_isRefusedInOneMessageThatNamesThemAll() throws Exception {
    try {
      deployer.deploy(WRONG);
    } catch (Exception refused) {
      // WildFly's answer; Payara Micro goes on without the application.
    }

    assertThat(Api.anonymous(TestBed.base()).ask("/sessions").status()).isEqualTo(404);
    String log = TestBed.log();
    List<String> messages = MESSAGE.matcher(log).results().map(MatchResult::group).toList();
    assertThat(messages)
        .isNotEmpty()
        .allSatisfy(
            message ->
                assertThat(message)
                    .contains(
                        "LIVEKIT_API_KEY is missing",
                        "LIVEKIT_API_SECRET is missing",
                        "GLADIA_API_URL=gladia is wrong: expected a URL",
                        "roomscribe.security.api-key is wrong: expected keys of 16 characters",
                        "roomscribe.audio.block-ms=35 is wrong: expected a whole number from 20",
                        "roomscribe.rooms.drain=soon is wrong: expected an ISO 8601 duration",
                        "roomscribe.gladia.region=nowhere is wrong: expected one of us-west",
                        "roomscribe.database.url is wrong: expected a JDBC URL"));
    assertThat(log).doesNotContain("tellnobody", "hushhush");
  }
}
