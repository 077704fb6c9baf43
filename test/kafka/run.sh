#!/usr/bin/env bash
# A Kafka broker for tests on loopback: run.sh FOLDER PORT, with JAVA set. Clients come in at PORT; at PORT + 2 they sign in
# as `gatehouse` with the password `only-for-tests`. Runs until it is stopped.
set -euo pipefail
folder=$1 port=$2
jars=${XDG_CACHE_HOME:-$HOME/.cache}/gatehouse/kafka
[ -d "$jars" ] ||
  mvn -q -B -f "$(dirname "$0")/pom.xml" dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory="$jars"
mkdir -p "$folder"
cat >"$folder/server.properties" <<PROPERTIES
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:$((port + 1))
controller.listener.names=CONTROLLER
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT
listeners=PLAINTEXT://127.0.0.1:$port,CONTROLLER://127.0.0.1:$((port + 1)),SASL_PLAINTEXT://127.0.0.1:$((port + 2))
advertised.listeners=PLAINTEXT://127.0.0.1:$port,SASL_PLAINTEXT://127.0.0.1:$((port + 2))
sasl.enabled.mechanisms=PLAIN
listener.name.sasl_plaintext.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required user_gatehouse="only-for-tests";
log.dirs=$folder/data
num.partitions=1
offsets.topic.num.partitions=1
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
group.initial.rebalance.delay.ms=0
PROPERTIES
java=("$JAVA" -Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$jars/*")
"${java[@]}" kafka.tools.StorageTool format -t gatehouse-tests-000000 -c "$folder/server.properties" >/dev/null
exec "${java[@]}" kafka.Kafka "$folder/server.properties"
