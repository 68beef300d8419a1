package io.roomscribe.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
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

  private static final String SETTINGS = "WEB-INF/classes/META-INF/microprofile-config.properties";

  @ArquillianResource Deployer deployer;

  @Deployment(name = WRONG, testable = false, managed = false)
  static WebArchive war() throws IOException {
    WebArchive war = WarUnderTest.archive();
    try (InputStream in = war.get(SETTINGS).getAsset().openStream()) {
      String defaults = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      war.delete(SETTINGS);
      return war.add(
          new StringAsset(
              defaults
                  + """

                  roomscribe.audio.block-ms=35
                  roomscribe.rooms.drain=soon
                  roomscribe.gladia.region=nowhere
                  """),
          SETTINGS);
    }
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
            "roomscribe.gladia.region=nowhere is wrong: expected one of us-west, eu-west");
  }
}
