package io.roomscribe.recording;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The settings of the section {@code recording}. */
@Dependent
class RecordingSettings {

  private static final long MEGABYTE = 1_000_000;

  @Inject
  @ConfigProperty(name = "roomscribe.recording.directory")
  String directory;

  @Inject
  @ConfigProperty(name = "roomscribe.recording.keep")
  Duration keep;

  @Inject
  @ConfigProperty(name = "roomscribe.recording.directory-bound-mb")
  long directoryBoundMb;

  RecordingDisk.Limits limits() {
    return new RecordingDisk.Limits(Path.of(directory), keep, directoryBoundMb * MEGABYTE);
  }
}
