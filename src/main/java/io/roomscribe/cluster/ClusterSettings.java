package io.roomscribe.cluster;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The settings of a node among others; each is explained in microprofile-config.properties.
 *
 * <p>Dependent, because its fields are read directly: a client proxy would show its own, empty
 * ones.
 */
@Dependent
class ClusterSettings {

  @Inject
  @ConfigProperty(name = "roomscribe.cluster.lease")
  Duration lease;

  /** The node's identity is kept with what it alone may write. */
  @Inject
  @ConfigProperty(name = "roomscribe.transcripts.spill-directory")
  String directory;
}
