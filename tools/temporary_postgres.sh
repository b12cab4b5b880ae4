# Read in by ./test and bench/run: a PostgreSQL server of their own, without a port, gone afterwards.
# start_postgres [SETTING...]: starts it as an ordinary user; sets $cluster, the folder of its socket.
# own_database NAME: a database in it, whose URL goes to XINFANG_TEST_POSTGRES.
# stop_postgres: stops it and removes the folder; may be called at any time.
pg=/usr/lib/postgresql/15/bin
cluster=""

as_postgres() {
  if [ "$(id -u)" = 0 ]; then
    setpriv --reuid=xinfang --regid=xinfang --init-groups env HOME=/tmp "$@"
  else
    "$@"
  fi
}

start_postgres() {
  local setting options="-c listen_addresses='' -c max_connections=200"
  cluster="$(mktemp -d /tmp/xinfang-postgres-XXXXXX)" || return 1
  for setting in "$@"; do options="$options -c $setting"; done
  if [ "$(id -u)" = 0 ]; then
    id xinfang >/dev/null 2>&1 || useradd --system --user-group --home-dir /var/lib/xinfang \
      --shell /usr/sbin/nologin xinfang || return 1
    chown xinfang: "$cluster" || return 1
  fi
  # From inside the folder: the ordinary user may not enter where root stands.
  (cd "$cluster" && as_postgres "$pg/initdb" -D "$cluster/data" -A trust -U xinfang -E UTF8 \
    --locale=C.UTF-8 >"$cluster.log" 2>&1) || { cat "$cluster.log"; return 1; }
  (cd "$cluster" && as_postgres "$pg/pg_ctl" -D "$cluster/data" -w -t 60 -l "$cluster/log" start \
    -o "-k $cluster $options" >/dev/null 2>&1 </dev/null) ||
    { tail -n 20 "$cluster/log"; return 1; }
}

own_database() {
  "$pg/createdb" -h "$cluster" -U xinfang "$1" || return 1
  # The machine may be busy: tests wait longer for a connection than a server would.
  export XINFANG_TEST_POSTGRES="postgresql://xinfang@/$1?host=$cluster&connect_timeout=60"
}

stop_postgres() {
  [ -n "$cluster" ] || return 0
  (cd "$cluster" && as_postgres "$pg/pg_ctl" -D "$cluster/data" -m immediate -w stop) >/dev/null 2>&1
  rm -rf "$cluster" "$cluster.log"
  cluster=""
}
