package io.roomscribe.it;

import java.io.File;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The artefact that goes into production, as it is. */
final class WarUnderTest {

  private WarUnderTest() {}

  static WebArchive archive() {
    return ShrinkWrap.createFromZipFile(
        WebArchive.class, new File(System.getProperty("roomscribe.it.war")));
  }

  /** The WAR with one more library, whose settings go before all others. */
  static WebArchive archiveWith(String settings) {
    JavaArchive library =
        ShrinkWrap.create(JavaArchive.class, "settings.jar")
            .addAsManifestResource(
                new StringAsset("config_ordinal=1000\n" + settings),
                "microprofile-config.properties");
    return archive().addAsLibrary(library);
  }
}
