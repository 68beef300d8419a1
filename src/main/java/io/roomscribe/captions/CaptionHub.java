package io.roomscribe.captions;

import io.roomscribe.cluster.Leases;
import io.roomscribe.cluster.NodeBus;
import io.roomscribe.lanes.Clock;
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
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Leads what is spoken, stored and changed to the one {@link CaptionFeed}. */
@ApplicationScoped
class CaptionHub {
  @Inject Lanes lanes;
  @Inject Transcripts transcripts;
  @Inject TranscriptRecorder recorder;
  @Inject SessionDirectory sessions;
  @Inject NodeBus bus;
  @Inject Leases leases;
  @Inject Clock clock;

  @Inject
  @ConfigProperty(name = "roomscribe.captions.heartbeat")
  Duration heartbeat;

  private CaptionFeed feed;

  @PostConstruct
  void open() {
    CaptionRelay relay = new CaptionRelay(bus, clock, leases::holds);
    feed = new CaptionFeed(lanes, new Stored(), relay, heartbeat);
  }

  /** Other nodes may have viewers before anything happens here. */
  void awaken(@Observes Startup start) {
    // Being called has made the bean.
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

    @Override
    public Map<String, CaptionFeed.Progress> progress(Set<String> sessionIds) {
      Map<String, Long> lastSeqs = transcripts.lastSeqs(sessionIds);
      Set<String> over = sessions.over(sessionIds);
      return sessionIds.stream()
          .collect(
              Collectors.toMap(
                  id -> id,
                  id ->
                      new CaptionFeed.Progress(lastSeqs.getOrDefault(id, 0L), over.contains(id))));
    }
  }
}
