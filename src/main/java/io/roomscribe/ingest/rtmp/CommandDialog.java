package io.roomscribe.ingest.rtmp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The commands of one publisher and our answers: connect, createStream, publish, deleteStream.
 *
 * <p>Everything else that a client asks, releaseStream, FCPublish, getStreamLength or _checkbw
 * among it, is answered with an empty result when it wants an answer; no client minds. Fields of
 * enhanced RTMP are not looked at, so that clients fall back to plain RTMP.
 *
 * <p>Threading: confined to the connection's thread, which it blocks. Errors: {@link
 * ProtocolViolation} for commands out of order.
 *
 * <p>Source: RTMP 1.0, section 7.2; the fields of the results are those that rtmpclient.c of
 * GStreamer, rtmpproto.c of FFmpeg and librtmp of OBS look for.
 */
final class CommandDialog {

  /** Clients that honour these acknowledge so many bytes; we send them next to none. */
  static final int WINDOW_BYTES = 2_500_000;

  private static final int STREAM_BEGIN = 0;
  private static final int STREAM_ID = 1;

  private final ChunkWriter out;
  private final Stage stage;
  private @Nullable String app;
  private boolean publishing;

  CommandDialog(ChunkWriter out, Stage stage) {
    this.out = out;
    this.stage = stage;
  }

  /** What the commands are about. */
  interface Stage {

    /** Lets the client publish, or not; the name as it was sent, with its query. */
    boolean publish(String app, String name) throws IOException;

    /** The client has ended its publication; there will be no other on this connection. */
    void unpublish();
  }

  /**
   * Takes a command.
   *
   * @return whether the dialog goes on: false once a publication was refused
   */
  boolean take(int streamId, ByteBuffer payload) throws IOException {
    List<@Nullable Object> values = AmfReader.readAll(payload);
    Object name = at(values, 0);
    double transaction = at(values, 1) instanceof Double number ? number : 0;
    if (!(name instanceof String command)) {
      throw new ProtocolViolation("a command without a name");
    }
    return switch (command) {
      case "connect" -> connect(transaction, at(values, 2));
      case "createStream" -> result(transaction, (double) STREAM_ID);
      case "publish" -> publish(streamId, at(values, 3));
      case "deleteStream", "closeStream" -> deleteStream();
      default -> result(transaction, null);
    };
  }

  private boolean connect(double transaction, @Nullable Object properties) throws IOException {
    if (!(properties instanceof Map<?, ?> named) || !(named.get("app") instanceof String asked)) {
      throw new ProtocolViolation("a connect command without an application");
    }
    app = asked;
    out.control(RtmpMessage.WINDOW_SIZE, WINDOW_BYTES);
    out.peerBandwidth(WINDOW_BYTES);
    Map<String, Object> server = Map.of("fmsVer", "FMS/3,0,1,123", "capabilities", 31);
    Map<String, Object> status =
        Map.of(
            "level", "status",
            "code", "NetConnection.Connect.Success",
            "description", "Connection succeeded.",
            "objectEncoding", 0);
    out.command(0, AmfWriter.command("_result", transaction, server, status));
    return true;
  }

  private boolean result(double transaction, @Nullable Object value) throws IOException {
    if (transaction != 0) {
      out.command(0, AmfWriter.command("_result", transaction, null, value));
    }
    return true;
  }

  private boolean publish(int streamId, @Nullable Object name) throws IOException {
    if (app == null || !(name instanceof String asked)) {
      throw new ProtocolViolation("a publish command without a name, or before connect");
    }
    if (publishing || !stage.publish(app, asked)) {
      status(streamId, "error", "NetStream.Publish.BadName", "Not to be published here.");
      return false;
    }
    publishing = true;
    out.event(STREAM_BEGIN, streamId);
    status(streamId, "status", "NetStream.Publish.Start", "Publishing.");
    return true;
  }

  /** The client hangs up: GStreamer takes it for an error when we do. */
  private boolean deleteStream() {
    if (publishing) {
      stage.unpublish();
    }
    return true;
  }

  private void status(int streamId, String level, String code, String description)
      throws IOException {
    Map<String, Object> info = Map.of("level", level, "code", code, "description", description);
    out.command(streamId, AmfWriter.command("onStatus", 0, null, info));
  }

  private static @Nullable Object at(List<@Nullable Object> values, int index) {
    return index < values.size() ? values.get(index) : null;
  }
}
