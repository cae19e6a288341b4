"""Prepares somebody's own PostgreSQL: the database, and the login roles of the app and the reader beside the administering one."""

import hashlib
import hmac
from dataclasses import dataclass
from urllib.parse import quote, urlencode

import psycopg
from psycopg import conninfo, sql

from aiop.local.reader import close_to_reader
from aiop.local.refusal import RefusedError

OLDEST_VERSION = 150000
CONNECT_SECONDS = 10
NAME_LIMIT = 63
WAY_OUT = "or give the roles yourself in DATABASE_OWNER_URL, DATABASE_URL and DATABASE_READER_URL (then nothing is made for you)"


@dataclass(frozen=True)
class Urls:
    """The URLs of the role that owns the schema, of the app's role, and of the catalogue's reader."""

    owner: str
    app: str
    reader: str


def provision(admin_url: str, secret: str) -> Urls:
    """Makes the database and the roles `<database>_app` and `<database>_reader` on a server where missing, and gives the URLs.

    Refuses, in one sentence that says what to run, when the server is too old or does not let us.
    """
    target = _target(admin_url)
    app, reader = (_account(target, ending, secret) for ending in ("app", "reader"))
    with _administrator(target) as connection:
        _check_version(connection)
        # Two processes may come at once; the second finds everything made.
        connection.execute("SELECT pg_advisory_lock(hashtext('aiop.local'))")
        for account in (app, reader):
            _ensure_role(connection, account["user"], account["password"], account)
            _grant(connection, account["user"], target["dbname"])
        close_to_reader(connection)
    return Urls(owner=_url(target), app=_url(app), reader=_url(reader))


def _account(target: dict[str, str], ending: str, secret: str) -> dict[str, str]:
    """Gives how a role beside the administering one logs in; its password follows from the secret and its name."""
    role = f"{target['dbname'][: NAME_LIMIT - len(ending) - 1]}_{ending}"
    password = hmac.new(secret.encode(), f"database role {role}".encode(), hashlib.sha256).hexdigest()
    return {**target, "user": role, "password": password}


def _target(url: str) -> dict[str, str]:
    try:
        found = {name: str(value) for name, value in conninfo.conninfo_to_dict(url).items()}
    except psycopg.ProgrammingError as error:
        raise RefusedError(
            "DATABASE_URL is not a PostgreSQL URL: write postgres://user:password@host:5432/database, "
            "or postgres://user@/database?host=/folder/of/the/socket."
        ) from error
    if "dbname" not in found:
        raise RefusedError("DATABASE_URL names no database: end it with /aiop, for example.")
    return found


def _administrator(target: dict[str, str]) -> psycopg.Connection[tuple[object, ...]]:
    try:
        return _connect(target)
    except psycopg.OperationalError as error:
        if f'database "{target["dbname"]}" does not exist' not in str(error):
            raise RefusedError(f"DATABASE_URL: the server could not be used: {_words(error)}") from error
    _create_database(target)
    return _connect(target)


def _create_database(target: dict[str, str]) -> None:
    name = target["dbname"]
    try:
        with _connect({**target, "dbname": "postgres"}) as connection:
            connection.execute(
                sql.SQL("CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0").format(sql.Identifier(name))
            )
    except psycopg.errors.DuplicateDatabase:
        return
    except psycopg.Error as error:
        raise RefusedError(
            f'The database "{name}" does not exist and could not be made ({_words(error)}): '
            f"run `createdb {name}` as the server's administrator."
        ) from error


def _check_version(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    version = connection.info.server_version
    if version < OLDEST_VERSION:
        raise RefusedError(
            f"The server at DATABASE_URL is PostgreSQL {version // 10000}: version {OLDEST_VERSION // 10000} or newer is needed."
        )


def _ensure_role(
    connection: psycopg.Connection[tuple[object, ...]], role: str, password: str, app: dict[str, str]
) -> None:
    """Makes the role, or gives it the derived password again when it cannot log in with it (another secret key)."""
    rights = connection.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = %s", [role]).fetchone()
    if rights is None:
        _set_role(connection, "CREATE", role, password)
    elif rights[0]:
        raise RefusedError(
            f'The role "{role}" may pass row-level security: run '
            f'`ALTER ROLE "{role}" NOSUPERUSER NOBYPASSRLS` as the server\'s administrator, {WAY_OUT}.'
        )
    elif _log_in_error(app) is not None:
        _set_role(connection, "ALTER", role, password)
    refusal = _log_in_error(app)
    if refusal is not None:
        raise RefusedError(
            f'The role "{role}" cannot log in ({refusal}): let pg_hba.conf accept it with scram-sha-256, {WAY_OUT}.'
        )


def _set_role(connection: psycopg.Connection[tuple[object, ...]], verb: str, role: str, password: str) -> None:
    # Sent as a verifier, so that the password itself is in no server log.
    verifier = connection.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
    statement = sql.SQL(f"{verb} ROLE {{}} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD {{}}")
    if verb == "ALTER":
        # Only a superuser may even repeat NOSUPERUSER; that the role has no such right is checked above.
        statement = sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}")
    try:
        connection.execute(statement.format(sql.Identifier(role), sql.Literal(verifier)))
    except psycopg.errors.InsufficientPrivilege as error:
        raise RefusedError(
            f'The user of DATABASE_URL may not make roles: run `ALTER ROLE "{connection.info.user}" CREATEROLE` '
            f"as the server's administrator, {WAY_OUT}."
        ) from error


def _grant(connection: psycopg.Connection[tuple[object, ...]], role: str, database: str) -> None:
    try:
        connection.execute(
            sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(sql.Identifier(database), sql.Identifier(role))
        )
        connection.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(sql.Identifier(role)))
    except psycopg.errors.InsufficientPrivilege as error:
        raise RefusedError(
            f'The user of DATABASE_URL does not own the database: run `ALTER DATABASE "{database}" OWNER TO '
            f'"{connection.info.user}"` as the server\'s administrator, {WAY_OUT}.'
        ) from error


def _log_in_error(app: dict[str, str]) -> str | None:
    try:
        _connect(app).close()
    except psycopg.OperationalError as error:
        return _words(error)
    return None


def _connect(target: dict[str, str]) -> psycopg.Connection[tuple[object, ...]]:
    patience = {"connect_timeout": str(CONNECT_SECONDS)}
    return psycopg.connect(conninfo.make_conninfo("", **{**patience, **target}), autocommit=True)


def _url(target: dict[str, str]) -> str:
    """Writes a URL in the form that both libpq and django-environ read: a socket's folder goes behind the `?`."""
    rest = {name: value for name, value in target.items() if name not in {"user", "password", "host", "port", "dbname"}}
    host, port = target.get("host", ""), target.get("port", "")
    if host.startswith("/"):
        rest = {"host": host, **({"port": port} if port else {}), **rest}
        host = port = ""
    if ":" in host:
        host = f"[{host}]"
    account = quote(target.get("user", ""), safe="")
    if target.get("password"):
        account += f":{quote(target['password'], safe='')}"
    query = f"?{urlencode(rest, safe='/')}" if rest else ""
    place = f"{host}:{port}" if port else host
    return f"postgres://{account}@{place}/{quote(target['dbname'], safe='')}{query}"


def _words(error: psycopg.Error) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    told = [line for line in lines if not line.startswith("Is the server running")]
    return told[-1] if told else type(error).__name__
