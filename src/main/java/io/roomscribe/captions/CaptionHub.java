package io.roomscribe.captions;

import io.roomscribe.lanes.Lanes;
import io.roomscribe.rooms.SessionChanged;
import io.roomscribe.rooms.SessionDirectory;
import io.roomscribe.rooms.SessionSummary;
import io.roomscribe.rooms.SpokenUtterance;
import io.roomscribe.transcripts.StoredLine;
import io.roomscribe.transcripts.StoredUtterance;
import io.roomscribe.transcripts.TranscriptClosed;
import io.roomscribe.transcripts.TranscriptRecorder;
import io.roomscribe.transcripts.Transcripts;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Leads what is spoken, stored and changed to the one {@link CaptionFeed}. */
@ApplicationScoped
class CaptionHub {
  @Inject Lanes lanes;
  @Inject Transcripts transcripts;
  @Inject TranscriptRecorder recorder;
  @Inject SessionDirectory sessions;

  @Inject
  @ConfigProperty(name = "roomscribe.captions.heartbeat")
  Duration heartbeat;

  private CaptionFeed feed;

  @PostConstruct
  void open() {
    feed = new CaptionFeed(lanes, new Stored(), heartbeat);
  }

  CaptionFeed feed() {
    return feed;
  }

  void onSpoken(@Observes SpokenUtterance utterance) {
    feed.onSpoken(utterance);
  }

  void onStored(@Observes StoredUtterance utterance) {
    feed.onStored(utterance);
  }

  void onChanged(@Observes SessionChanged change) {
    feed.onChanged(change);
  }

  void onClosed(@Observes TranscriptClosed closed) {
    feed.onClosed(closed);
  }

  private final class Stored implements CaptionFeed.Archive {
    @Override
    public List<StoredLine> linesAfter(String sessionId, long seq, int limit) {
      return transcripts.storedAfter(sessionId, seq, limit);
    }

    @Override
    public boolean isComplete(String sessionId) {
      boolean ended = sessions.find(sessionId).map(SessionSummary::ended).orElse(true);
      // What still waits to be stored may be this session's: its end will be announced.
      return ended && recorder.pending() == 0;
    }
  }
}
