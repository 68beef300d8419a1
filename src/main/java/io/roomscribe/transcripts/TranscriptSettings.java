package io.roomscribe.transcripts;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The settings of storing; each is explained in microprofile-config.properties.
 *
 * <p>Dependent, because its fields are read directly: a client proxy would show its own, empty
 * ones.
 */
@Dependent
class TranscriptSettings {
  @Inject
  @ConfigProperty(name = "roomscribe.transcripts.queue-utterances")
  int queueUtterances;

  @Inject
  @ConfigProperty(name = "roomscribe.transcripts.spill-directory")
  String spillDirectory;

  @Inject
  @ConfigProperty(name = "roomscribe.transcripts.spill-mb")
  int spillMb;

  Backlog.Bounds bounds() {
    return new Backlog.Bounds(Path.of(spillDirectory), (long) spillMb << 20, queueUtterances);
  }
}
