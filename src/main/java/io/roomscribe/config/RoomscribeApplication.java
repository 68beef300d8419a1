package io.roomscribe.config;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeIn;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.info.License;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;

/** Roots the REST resources at {@code /api/v1} and heads the document at {@code /openapi}. */
@ApplicationPath("/api/v1")
@OpenAPIDefinition(
    info =
        @Info(
            title = "Roomscribe",
            version = "1",
            description =
                "Live transcription of LiveKit rooms: sessions, live captions and transcripts. "
                    + "Errors are application/problem+json (RFC 9457).",
            license =
                @License(name = "Apache-2.0", url = "https://www.apache.org/licenses/LICENSE-2.0")),
    security = {@SecurityRequirement(name = "api-key"), @SecurityRequirement(name = "livekit")})
@SecurityScheme(
    securitySchemeName = "api-key",
    type = SecuritySchemeType.APIKEY,
    in = SecuritySchemeIn.HEADER,
    apiKeyName = "X-API-Key",
    description = "The configured API key: every room.")
@SecurityScheme(
    securitySchemeName = "livekit",
    type = SecuritySchemeType.HTTP,
    scheme = "bearer",
    bearerFormat = "JWT",
    description = "A LiveKit access token: roomAdmin manages, roomJoin reads that one room.")
public class RoomscribeApplication extends Application {}
