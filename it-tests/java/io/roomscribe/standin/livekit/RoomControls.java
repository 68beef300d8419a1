package io.roomscribe.standin.livekit;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.roomscribe.standin.speech.Resample;
import io.roomscribe.standin.speech.Wav;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentHashMap;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.TrackSource;

/** The actions of the control endpoint that script rooms. Threading: safe. */
final class RoomControls {

  private static final int TONE_AMPLITUDE = 8_000;

  private final LiveKitStandIn standIn;
  private final Map<String, ConversationStage> stages = new ConcurrentHashMap<>();

  RoomControls(LiveKitStandIn standIn) {
    this.standIn = standIn;
  }

  Map<String, ControlHandler.Action> actions() {
    return Map.ofEntries(
        action("create-room", "room", (it, out) -> out.addProperty("sid", openRoom(it).sid())),
        action("join", "room identity [name] [kind=STANDARD|AGENT|SIP|…]", this::join),
        action(
            "publish",
            "room identity [source=MICROPHONE|CAMERA|…] [encrypted] [muted] [noMedia]"
                + " [toneHz | wav=16 kHz mono file of the server]",
            this::publish),
        action("mute", "room track | identity", (it, out) -> track(it).mute()),
        action("unmute", "room track | identity", (it, out) -> track(it).unmute()),
        action("unpublish", "room track | identity", (it, out) -> track(it).unpublish()),
        action(
            "republish",
            "room track | identity",
            (it, out) -> out.addProperty("track", track(it).republish().sid())),
        action("leave", "room identity", (it, out) -> participant(it).leave()),
        action("finish-room", "room", (it, out) -> room(it).finish()),
        action("stage", "room [conversation=full|short] [begin]: people join", this::stage),
        action("begin", "room: the staged conversation begins", this::begin),
        action("state", "rooms, participants, tracks, egresses", this::state));
  }

  private static Map.Entry<String, ControlHandler.Action> action(
      String name, String usage, ControlHandler.Body body) {
    return Map.entry(name, new ControlHandler.Action(usage, body));
  }

  private void join(JsonObject request, JsonObject answer) {
    String identity = ControlHandler.text(request, "identity");
    openRoom(request)
        .join(
            ParticipantSpec.of(
                identity,
                ControlHandler.text(request, "name", ""),
                ParticipantInfo.Kind.valueOf(ControlHandler.text(request, "kind", "STANDARD"))));
  }

  private void publish(JsonObject request, JsonObject answer) throws IOException {
    TrackSource source = TrackSource.valueOf(ControlHandler.text(request, "source", "MICROPHONE"));
    TrackSpec spec = TrackSpec.microphone(sound(request)).from(source);
    spec = ControlHandler.flag(request, "encrypted") ? spec.encrypted() : spec;
    spec = ControlHandler.flag(request, "muted") ? spec.mutedAtFirst() : spec;
    spec = ControlHandler.flag(request, "noMedia") ? spec.withoutMedia() : spec;
    answer.addProperty("track", participant(request).publish(spec).sid());
  }

  private static TrackSound sound(JsonObject request) throws IOException {
    if (request.has("toneHz")) {
      return TrackSound.tone(request.get("toneHz").getAsDouble(), TONE_AMPLITUDE);
    }
    if (!request.has("wav")) {
      return TrackSound.silence();
    }
    try (InputStream in = Files.newInputStream(Path.of(ControlHandler.text(request, "wav")))) {
      Wav wav = Wav.read(in);
      if (wav.rateHz() != 16_000 || wav.channels() != 1) {
        throw new IllegalArgumentException("the file is not 16 kHz mono");
      }
      return TrackSound.of(Resample.to48kStereo(wav.samples()));
    }
  }

  private void stage(JsonObject request, JsonObject answer) {
    String room = ControlHandler.text(request, "room");
    ConversationStage stage =
        standIn.stage(
            room, CommandLine.conversation(ControlHandler.text(request, "conversation", "full")));
    stages.put(room, stage);
    if (ControlHandler.flag(request, "begin")) {
      stage.begin();
    }
    answer.addProperty("durationMs", stage.conversation().durationMs());
  }

  private void begin(JsonObject request, JsonObject answer) {
    ConversationStage stage = stages.get(ControlHandler.text(request, "room"));
    if (stage == null) {
      throw new NoSuchElementException("nothing is staged in that room");
    }
    stage.begin();
    answer.addProperty("begunAt", stage.begunAt().orElseThrow().toString());
  }

  private void state(JsonObject request, JsonObject answer) {
    JsonArray rooms = new JsonArray();
    for (StandInRoom room : standIn.openRooms()) {
      JsonObject it = new JsonObject();
      it.addProperty("room", room.name());
      JsonArray people = new JsonArray();
      room.participants().forEach(each -> people.add(describe(each)));
      it.add("participants", people);
      rooms.add(it);
    }
    JsonArray egresses = new JsonArray();
    standIn
        .egresses()
        .all()
        .forEach(
            info -> {
              JsonObject it = new JsonObject();
              it.addProperty("egress", info.getEgressId());
              it.addProperty("room", info.getRoomName());
              it.addProperty("track", info.getTrack().getTrackId());
              it.addProperty("url", info.getStreamResults(0).getUrl());
              it.addProperty("retries", info.getStreamResults(0).getRetries());
              it.addProperty("status", info.getStatus().name());
              it.addProperty("error", info.getError());
              egresses.add(it);
            });
    answer.add("rooms", rooms);
    answer.add("egresses", egresses);
  }

  private static JsonObject describe(StandInParticipant participant) {
    JsonObject it = new JsonObject();
    it.addProperty("identity", participant.identity());
    JsonArray tracks = new JsonArray();
    participant.tracks().forEach(track -> tracks.add(track.sid()));
    it.add("tracks", tracks);
    return it;
  }

  private StandInRoom openRoom(JsonObject request) {
    return standIn.room(ControlHandler.text(request, "room"));
  }

  private StandInRoom room(JsonObject request) {
    return standIn
        .findRoom(ControlHandler.text(request, "room"))
        .orElseThrow(() -> new NoSuchElementException("no such room"));
  }

  private StandInParticipant participant(JsonObject request) {
    return room(request)
        .participant(ControlHandler.text(request, "identity"))
        .orElseThrow(() -> new NoSuchElementException("no such participant"));
  }

  private StandInTrack track(JsonObject request) {
    return (request.has("track")
            ? room(request).track(ControlHandler.text(request, "track"))
            : room(request).microphone(ControlHandler.text(request, "identity")))
        .orElseThrow(() -> new NoSuchElementException("no such track"));
  }
}
