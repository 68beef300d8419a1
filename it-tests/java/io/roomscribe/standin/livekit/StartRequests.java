package io.roomscribe.standin.livekit;

import io.livekit.server.AccessToken;
import io.livekit.server.RoomRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import livekit.LivekitEgress.EgressInfo;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * Requests for StartEgress, which LiveKit's own Java client has no method for, in JSON, as its
 * classes do not have the server's fields.
 */
final class StartRequests {

  private static final String PATH = "/twirp/livekit.Egress/StartEgress";

  private StartRequests() {}

  static String everyone(String room, String url) {
    return of(room, "\"media\":{\"audio\":{\"capture_all\":true}}", url);
  }

  /** Routes are such as {@link #person} makes. */
  static String routed(String room, String url, String... routes) {
    String all = String.join(",", routes);
    return of(room, "\"media\":{\"audio\":{\"routes\":[" + all + "]}}", url);
  }

  static String person(String identity, String channel) {
    return "{\"participant_identity\":\"" + identity + "\",\"channel\":\"" + channel + "\"}";
  }

  static String of(String room, String source, String url) {
    return "{\"room_name\":\"" + room + "\"," + source + ",\"outputs\":[" + output(url) + "]}";
  }

  static String output(String url) {
    return "{\"stream\":{\"protocol\":\"WEBSOCKET\",\"urls\":[\"" + url + "\"]}}";
  }

  static EgressInfo ok(LiveKitStandIn standIn, String request) throws IOException {
    String answer = answer(standIn, request);
    if (!answer.startsWith("200 ")) {
      throw new AssertionError(answer);
    }
    String id = answer.replaceFirst(".*\"egress_id\":\"([^\"]+)\".*", "$1");
    return standIn.egresses().info(id).orElseThrow();
  }

  /** HTTP status and body of the answer. */
  static String answer(LiveKitStandIn standIn, String request) throws IOException {
    return answer(standIn, "application/json", request.getBytes(StandardCharsets.UTF_8));
  }

  static String answer(LiveKitStandIn standIn, String type, byte[] body) throws IOException {
    AccessToken token = new AccessToken(standIn.apiKey(), standIn.apiSecret());
    token.addGrants(new RoomRecord(true));
    Request request =
        new Request.Builder()
            .url(standIn.url() + PATH)
            .header("Authorization", "Bearer " + token.toJwt())
            .post(RequestBody.create(body, MediaType.get(type)))
            .build();
    try (Response response = new OkHttpClient().newCall(request).execute()) {
      return response.code() + " " + response.body().string();
    }
  }
}
