package io.roomscribe.standin.livekit;

import io.livekit.server.EgressServiceClient;
import io.livekit.server.RoomServiceClient;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import retrofit2.Call;
import retrofit2.Response;

/** LiveKit's own clients, pointed at a stand-in. */
final class StandInClients {

  private StandInClients() {}

  static RoomServiceClient rooms(LiveKitStandIn standIn) {
    return rooms(standIn, standIn.apiSecret());
  }

  static RoomServiceClient rooms(LiveKitStandIn standIn, String secret) {
    return RoomServiceClient.createClient(
        standIn.url().toString(), standIn.apiKey(), secret, StandInClients::http);
  }

  static EgressServiceClient egress(LiveKitStandIn standIn) {
    return EgressServiceClient.createClient(
        standIn.url().toString(), standIn.apiKey(), standIn.apiSecret(), StandInClients::http);
  }

  private static OkHttpClient http() {
    return new OkHttpClient.Builder()
        .readTimeout(5, TimeUnit.SECONDS)
        .retryOnConnectionFailure(false)
        .build();
  }

  static <T> T ok(Call<T> call) throws IOException {
    Response<T> response = call.execute();
    if (!response.isSuccessful()) {
      throw new AssertionError(response.code() + " " + response.errorBody().string());
    }
    return response.body();
  }

  /** HTTP status and body of an error. */
  static String error(Call<?> call) throws IOException {
    Response<?> response = call.execute();
    if (response.isSuccessful()) {
      throw new AssertionError("it succeeded");
    }
    return response.code() + " " + response.errorBody().string();
  }
}
