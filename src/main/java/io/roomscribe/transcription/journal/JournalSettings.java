package io.roomscribe.transcription.journal;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The settings of the section {@code journal}. */
@Dependent
class JournalSettings {

  private static final long MEGABYTE = 1_000_000;

  @Inject
  @ConfigProperty(name = "roomscribe.journal.directory")
  String directory;

  @Inject
  @ConfigProperty(name = "roomscribe.journal.shared")
  boolean shared;

  @Inject
  @ConfigProperty(name = "roomscribe.journal.session-bound")
  Duration sessionBound;

  @Inject
  @ConfigProperty(name = "roomscribe.journal.node-bound-mb")
  long nodeBoundMb;

  @Inject
  @ConfigProperty(name = "roomscribe.journal.force-every")
  Duration forceEvery;

  @Inject
  @ConfigProperty(name = "roomscribe.journal.keep")
  Duration keep;

  JournalFiles.Limits limits() {
    return new JournalFiles.Limits(sessionBound, nodeBoundMb * MEGABYTE, forceEvery);
  }
}
