# Payara Micro with the WAR. Build first: mvn verify (it leaves the WAR, and Payara Micro as
# server-config/payara/README.md configures it)
FROM payara/micro:6.2025.10-jdk17

# The image runs as the unprivileged user payara; /data holds the embedded database.
USER root
# FFmpeg decodes what comes by RTMP.
RUN if command -v apk > /dev/null; then apk add --no-cache ffmpeg; \
    else apt-get update && apt-get install -y --no-install-recommends ffmpeg && rm -rf /var/lib/apt/lists/*; fi \
    && mkdir /data && chown payara:payara /data
USER payara
VOLUME /data

ENV ROOMSCRIBE_DATABASE_DIRECTORY=/data
# Lets the mix use the processor's vectors; read by the java launcher, whoever calls it.
ENV JDK_JAVA_OPTIONS="--add-modules=jdk.incubator.vector"

COPY --chown=payara:payara target/server/payara-micro.jar /opt/payara/payara-micro.jar
COPY --chown=payara:payara server-config/payara/pre-boot.asadmin /opt/payara/pre-boot.asadmin
COPY --chown=payara:payara target/roomscribe.war /opt/payara/deployments/roomscribe.war

# HTTP; captures (ROOMSCRIBE_INGEST_PUBLIC_URL leads there), for LiveKit's egress only; and RTMP for
# its room egress.
EXPOSE 8080 8081 1935
HEALTHCHECK --interval=15s --timeout=5s --start-period=90s --retries=4 \
  CMD wget -q -O /dev/null http://127.0.0.1:8080/health/live || exit 1

CMD ["--deploymentDir", "/opt/payara/deployments", "--nocluster", "--prebootcommandfile", "/opt/payara/pre-boot.asadmin"]
