package io.roomscribe.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** Settings that make no sense keep the application from starting, and are all named at once. */
@ArquillianTest
class StartRefusedIT {

  private static final String WRONG = "wrong-settings";

  @ArquillianResource Deployer deployer;

  @Deployment(name = WRONG, testable = false, managed = false)
  static WebArchive war() {
    WebArchive war = WarUnderTest.archive();
    war.delete("WEB-INF/classes/META-INF/microprofile-config.properties");
    return war.addAsResource(
        new StringAsset(
            """
            config_ordinal=1000
            roomscribe.audio.block-ms=35
            roomscribe.rooms.drain=soon
            LIVEKIT_HTTP_URL=livekit.example.com
            """),
        "META-INF/microprofile-config.properties");
  }

  @Test
  void deploy_wrongSettings_failsNamingThemAll() throws Exception {
    Throwable failure = catchThrowable(() -> deployer.deploy(WRONG));

    assertThat(failure).isNotNull();
    assertThat(TestBed.log())
        .contains(
            "Roomscribe does not start",
            "roomscribe.audio.block-ms=35 is wrong: expected a whole number from 20 to 500",
            "roomscribe.rooms.drain=soon is wrong: expected an ISO 8601 duration",
            "LIVEKIT_HTTP_URL=livekit.example.com is wrong: expected a URL");
  }
}
