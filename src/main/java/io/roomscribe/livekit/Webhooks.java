package io.roomscribe.livekit;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.roomscribe.rooms.RoomHints;
import io.roomscribe.security.LiveKitTokens;
import io.roomscribe.security.RefusedException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import livekit.LivekitModels.ParticipantInfo.Kind;
import livekit.LivekitModels.TrackType;
import livekit.LivekitWebhook.WebhookEvent;

/**
 * Turns LiveKit's webhooks into hints.
 *
 * <p>Shape: proto3 JSON with defaults left out; fields, enum values and events of newer servers are
 * skipped.
 *
 * <p>Absent: LiveKit repeats an event whose answer it missed, under the same id. The last {@value
 * #REMEMBERED} ids are remembered; what is forgotten is handed on again, which costs a look.
 *
 * <p>Threading: safe from any thread; never blocks, since {@link RoomHints} does not: a slow answer
 * would hold up the room's later events and at last lose them. Source: livekit/protocol
 * webhook/resource_url_notifier.go, livekit-server pkg/telemetry/events.go.
 */
final class Webhooks {

  private static final Logger LOG = System.getLogger(Webhooks.class.getName());
  private static final int REMEMBERED = 4096;

  private final LiveKitTokens tokens;
  private final RoomHints hints;
  private final int remembered;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Set<String> seen = new LinkedHashSet<>();

  Webhooks(LiveKitTokens tokens, RoomHints hints) {
    this(tokens, hints, REMEMBERED);
  }

  Webhooks(LiveKitTokens tokens, RoomHints hints, int remembered) {
    this.tokens = tokens;
    this.hints = hints;
    this.remembered = remembered;
  }

  /**
   * Checks, reads and hands on one webhook.
   *
   * @param signature the Authorization header
   * @throws RefusedException if LiveKit did not sign it with our key
   * @throws InvalidProtocolBufferException if it is not a webhook
   */
  void receive(String signature, byte[] body)
      throws RefusedException, InvalidProtocolBufferException {
    tokens.checkWebhook(signature, body);
    WebhookEvent.Builder event = WebhookEvent.newBuilder();
    JsonFormat.parser()
        .ignoringUnknownFields()
        .merge(new String(body, StandardCharsets.UTF_8), event);
    if (!event.getId().isEmpty() && !isNew(event.getId())) {
      return;
    }
    LOG.log(
        Level.DEBUG,
        "event=webhook kind={0} id={1} room={2}",
        event.getEvent(),
        event.getId(),
        event.getRoom().getName());
    handOn(event.build());
  }

  private void handOn(WebhookEvent event) {
    switch (event.getEvent()) {
      case "room_finished" -> hints.roomFinished(event.getRoom().getName());
      case "room_started" -> hints.roomChanged(event.getRoom().getName());
      case "participant_joined", "participant_left", "participant_connection_aborted" -> {
        // Our own captures come and go as participants too.
        if (event.getParticipant().getKind() != Kind.EGRESS) {
          hints.roomChanged(event.getRoom().getName());
        }
      }
      case "track_published", "track_unpublished" -> {
        if (event.getTrack().getType() == TrackType.AUDIO) {
          hints.roomChanged(event.getRoom().getName());
        }
      }
      case "egress_started", "egress_updated", "egress_ended" -> {
        hints.egressChanged(EgressStates.of(event.getEgressInfo()));
        hints.roomChanged(event.getEgressInfo().getRoomName());
      }
      default -> {
        // Ingress, agent jobs and whatever a newer server reports do not concern captures.
      }
    }
  }

  private boolean isNew(String id) {
    lock.lock();
    try {
      if (seen.size() >= remembered && !seen.contains(id)) {
        seen.remove(seen.iterator().next());
      }
      return seen.add(id);
    } finally {
      lock.unlock();
    }
  }
}
