package io.roomscribe.it;

import java.io.File;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The artefact that goes into production, as it is. */
final class WarUnderTest {

  private WarUnderTest() {}

  static WebArchive archive() {
    return ShrinkWrap.createFromZipFile(
        WebArchive.class, new File(System.getProperty("roomscribe.it.war")));
  }
}
