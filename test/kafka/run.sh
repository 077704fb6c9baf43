#!/usr/bin/env bash
# A Kafka broker for tests on loopback: run.sh FOLDER PORT, with JAVA set. Clients come in at PORT, and sign in as `gatehouse`
# with the password `only-for-tests` at PORT + 2 (PLAIN) and, over TLS, at PORT + 3 (SCRAM). At PORT + 4 they show a
# certificate. FOLDER/tls holds what they need: ca.pem, client.pem, client.key. Runs until it is stopped.
set -euo pipefail
folder=$1 port=$2
jars=${XDG_CACHE_HOME:-$HOME/.cache}/gatehouse/kafka
[ -d "$jars" ] ||
  mvn -q -B -f "$(dirname "$0")/pom.xml" dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory="$jars"
tls=$folder/tls
mkdir -p "$tls"

sign() { # NAME SUBJECT-ALTERNATIVE
  openssl req -newkey rsa:2048 -nodes -keyout "$tls/$1.key" -subj "/CN=$1" -out "$tls/$1.csr" 2>/dev/null
  openssl x509 -req -in "$tls/$1.csr" -CA "$tls/ca.pem" -CAkey "$tls/ca.key" -CAcreateserial -days 2 -out "$tls/$1.pem" \
    -extfile <(printf 'subjectAltName=%s' "$2") 2>/dev/null
}
openssl req -x509 -newkey rsa:2048 -nodes -keyout "$tls/ca.key" -subj '/CN=Gatehouse tests' -days 2 -out "$tls/ca.pem" 2>/dev/null
sign broker IP:127.0.0.1
sign client DNS:client
# Kafka takes one file, the key first.
cat "$tls/broker.key" "$tls/broker.pem" >"$tls/broker.store"

cat >"$folder/server.properties" <<PROPERTIES
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:$((port + 1))
controller.listener.names=CONTROLLER
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT,SASL_SSL:SASL_SSL,SSL:SSL
listeners=PLAINTEXT://127.0.0.1:$port,CONTROLLER://127.0.0.1:$((port + 1)),SASL_PLAINTEXT://127.0.0.1:$((port + 2)),SASL_SSL://127.0.0.1:$((port + 3)),SSL://127.0.0.1:$((port + 4))
advertised.listeners=PLAINTEXT://127.0.0.1:$port,SASL_PLAINTEXT://127.0.0.1:$((port + 2)),SASL_SSL://127.0.0.1:$((port + 3)),SSL://127.0.0.1:$((port + 4))
sasl.enabled.mechanisms=PLAIN
listener.name.sasl_plaintext.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required user_gatehouse="only-for-tests";
listener.name.sasl_ssl.sasl.enabled.mechanisms=SCRAM-SHA-256,SCRAM-SHA-512
listener.name.sasl_ssl.scram-sha-256.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
ssl.keystore.type=PEM
ssl.keystore.location=$tls/broker.store
ssl.truststore.type=PEM
ssl.truststore.location=$tls/ca.pem
listener.name.ssl.ssl.client.auth=required
log.dirs=$folder/data
num.partitions=1
offsets.topic.num.partitions=1
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
group.initial.rebalance.delay.ms=0
PROPERTIES
java=("$JAVA" -Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$jars/*")
"${java[@]}" kafka.tools.StorageTool format -t gatehouse-tests-000000 -c "$folder/server.properties" \
  --add-scram 'SCRAM-SHA-256=[name=gatehouse,password=only-for-tests]' \
  --add-scram 'SCRAM-SHA-512=[name=gatehouse,password=only-for-tests]' >/dev/null
exec "${java[@]}" kafka.Kafka "$folder/server.properties"
