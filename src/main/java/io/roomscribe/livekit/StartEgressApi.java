package io.roomscribe.livekit;

import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.StartEgressRequest;
import retrofit2.Call;
import retrofit2.http.Body;
import retrofit2.http.Header;
import retrofit2.http.Headers;
import retrofit2.http.POST;

/**
 * StartEgress (version 2 of the egress API), whose messages the SDK has but not the call. Servers
 * know it from livekit-server 1.13.2 on.
 *
 * <p>Source: livekit_egress.proto, service Egress.
 */
interface StartEgressApi {

  /** Starts an egress of any kind. */
  @POST("/twirp/livekit.Egress/StartEgress")
  @Headers("Content-Type: application/protobuf")
  Call<EgressInfo> startEgress(
      @Body StartEgressRequest request, @Header("Authorization") String authorization);
}
