package io.roomscribe.transcripts;

import io.roomscribe.rooms.SessionSummary;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What of a session was not heard: from when to when, of whom, and why. */
@Path("sessions/{id}/gaps")
@Tag(name = "transcripts")
@RequestScoped
public class GapResource {
  private static final int STANDARD_LIMIT = 200;
  private static final int MOST = 1000;

  @Inject Transcripts transcripts;
  @Inject ReadableSessions sessions;

  /** The session's gaps by the time they begin; of a running session, those so far. */
  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Audio of a session that is missing",
      description =
          "Gaps by the time they begin, a page at a time; lostMs sums them up by cause, over all"
              + " pages. Those of one track and cause never overlap; those of several tracks may.")
  @APIResponse(
      responseCode = "200",
      description =
          "{sessionId, room, ended, lostMs: {cause: ms}, gaps: [{seq, trackId, participant, fromMs,"
              + " toMs, cause, detail}], next}; next is null on the last page")
  @APIResponse(responseCode = "400", description = "A parameter is not what it should be")
  @APIResponse(responseCode = "403", description = "The credential does not cover the room")
  @APIResponse(responseCode = "404", description = "No such session")
  public String gaps(
      @PathParam("id") String id,
      @Parameter(
              description =
                  "Only what lasts beyond: ms, or an ISO 8601 duration, since the session's start")
          @QueryParam("from")
          @Nullable String from,
      @Parameter(description = "Only what begins before; written like from") @QueryParam("to")
          @Nullable String to,
      @Parameter(description = "Only gaps of this length or longer; written like from")
          @QueryParam("shortest")
          @Nullable String shortest,
      @Parameter(description = "Gaps of a page, 1 to 1000; 200 if absent") @QueryParam("limit")
          @Nullable String limit,
      @Parameter(description = "next of the page before, with the same other parameters")
          @QueryParam("cursor")
          @Nullable String cursor) {
    SessionSummary session = sessions.find(id);
    Long shortestMs = QueryValues.position("shortest", shortest);
    GapFilter filter =
        new GapFilter(
            id,
            /* beginFromMs= */ null,
            QueryValues.position("from", from),
            QueryValues.position("to", to),
            shortestMs == null ? 0 : shortestMs);
    int query = filter.fingerprint();
    PartPage<StoredGap> page =
        transcripts.gaps(
            filter,
            QueryValues.cursor(cursor, query),
            QueryValues.limit(limit, STANDARD_LIMIT, MOST));
    return json(session, filter, page);
  }

  private String json(SessionSummary session, GapFilter filter, PartPage<StoredGap> page) {
    JsonObjectBuilder lost = LineJson.object();
    transcripts.lostMs(filter).forEach(lost::add);
    JsonObjectBuilder json =
        LineJson.object()
            .add("sessionId", session.id())
            .add("room", session.room())
            .add("ended", session.ended())
            .add("lostMs", lost)
            .add("gaps", GapJson.of(page.parts()));
    return LineJson.withNext(json, page.next(filter.fingerprint())).build().toString();
  }
}
