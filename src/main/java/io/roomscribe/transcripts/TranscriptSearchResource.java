package io.roomscribe.transcripts;

import io.roomscribe.security.Caller;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Lines of all sessions the caller may read. */
@Path("transcripts")
@Tag(name = "transcripts")
@RequestScoped
public class TranscriptSearchResource {
  private static final int STANDARD_LIMIT = 50;
  private static final int MOST = 500;

  @Inject Transcripts transcripts;
  @Inject Caller caller;

  /** Stored lines, across sessions. */
  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Find what was said",
      description = "Lines of all sessions, newest first unless order=asc, a page at a time.")
  @APIResponse(
      responseCode = "200",
      description = "{lines: [...], next}; next is null on the last page")
  @APIResponse(responseCode = "400", description = "A parameter is not what it should be")
  @APIResponse(responseCode = "403", description = "The credential does not cover the room")
  public String find(
      @Parameter(description = "The room's name; required of callers who may read but one room")
          @QueryParam("room")
          @Nullable String room,
      @Parameter(description = "Spoken at or after this time, for example 2026-05-04T10:00:00Z")
          @QueryParam("from")
          @Nullable String from,
      @Parameter(description = "Spoken before this time") @QueryParam("to") @Nullable String to,
      @Parameter(description = "Contained in the line, whatever the case") @QueryParam("q")
          @Nullable String q,
      @Parameter(description = "Identity or display name of one who speaks in the line")
          @QueryParam("speaker")
          @Nullable String speaker,
      @Parameter(description = "desc (newest first, the default) or asc") @QueryParam("order")
          @Nullable String order,
      @Parameter(description = "Lines of a page, 1 to 500; 50 if absent") @QueryParam("limit")
          @Nullable String limit,
      @Parameter(description = "next of the page before, with the same other parameters")
          @QueryParam("cursor")
          @Nullable String cursor) {
    SearchFilter filter =
        new SearchFilter(
            readable(QueryValues.text(room)),
            QueryValues.text(speaker),
            QueryValues.moment("from", from),
            QueryValues.moment("to", to),
            QueryValues.text(q),
            newestFirst(order));
    int query = filter.fingerprint();
    return json(
        transcripts.anywhere(
            filter,
            QueryValues.cursor(cursor, query),
            QueryValues.limit(limit, STANDARD_LIMIT, MOST)),
        query);
  }

  private static String json(LineFinder.FoundPage page, int query) {
    JsonArrayBuilder lines = LineJson.array();
    page.lines().forEach(line -> lines.add(LineJson.complete(line)));
    JsonObjectBuilder json = LineJson.object().add("lines", lines);
    return LineJson.withNext(json, page.next(query)).build().toString();
  }

  private @Nullable String readable(@Nullable String room) {
    if (room == null) {
      if (!caller.readsAllRooms()) {
        throw new BadRequestException("room is required: your credential reads one room only");
      }
    } else if (!caller.mayRead(room)) {
      throw new ForbiddenException("your credential does not cover this room");
    }
    return room;
  }

  private static boolean newestFirst(@Nullable String order) {
    String wanted = QueryValues.text(order);
    if (wanted == null || wanted.equals("desc")) {
      return true;
    }
    if (wanted.equals("asc")) {
      return false;
    }
    throw new BadRequestException("order must be desc or asc");
  }
}
