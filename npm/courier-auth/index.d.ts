/// <reference lib="esnext.disposable" />

/**
 * Starts a sandbox: a local Courier with its own users and messages. It ends with the process that
 * started it, however that ends.
 *
 * @throws {TypeError} if an option is unknown, or is not of its type.
 * @throws {Error} with the message of the program, if the sandbox cannot be started.
 */
export function startSandbox(options?: SandboxOptions): Promise<Sandbox>;

/**
 * Inspects a token. A token that will not work is a report, not an error. The token is not visible in the
 * process list.
 *
 * @param jwt One token. It may be wrapped, for example in `Bearer` or in the response of issue-token.
 * @throws {TypeError} if the token is not a string, or if an option is unknown or not of its type.
 * @throws {Error} with the message of the program, if an option is invalid.
 */
export function inspectToken(jwt: string, options?: InspectOptions): Promise<InspectReport>;

/** An option that is null is the same as one that is not set. */
export interface SandboxOptions {
  /** Users and messages to start with: a seed, or the path or the `file:` URL of a file with one. */
  seed?: string | URL | Seed | null;
  /**
   * Simulated failures, one or several, for example `q:503,times=1`.
   * `courier-auth sandbox start --help` lists them.
   */
  faults?: string | readonly string[] | null;
  /** The clock at the start. By default, it follows the machine's clock. */
  clock?: Clock | null;
  /** Port on 127.0.0.1. The default, 0, chooses a free one. */
  port?: number | null;
}

/** The contents of a seed file. */
export interface Seed {
  users?: Record<string, SeedUser>;
  brands?: object[];
  sections?: object[];
}

export interface SeedUser {
  messages?: Array<Partial<Message> & Record<string, unknown>>;
  tenants?: string[];
  lists?: string[];
  [field: string]: unknown;
}

/** The clock at the start of a sandbox. */
export interface Clock {
  /** The time. A text is in RFC 3339, for example `2026-01-31T12:00:00Z`. */
  set?: Date | string | null;
  /** True if the time does not pass, except by `advance`. */
  freeze?: boolean | null;
}

export interface ClockState {
  /** The time in RFC 3339. */
  now: string;
  frozen: boolean;
}

/**
 * A running sandbox. Its methods can be used without the object. They reject with a TypeError if an
 * argument is not of its type, and with an Error if the sandbox refuses a request, does not respond or
 * was stopped.
 */
export interface Sandbox extends AsyncDisposable {
  /** URL of the REST API, and of a page that shows what the sandbox contains. */
  url: string;
  apiKey: string;
  clientKey: string;
  inboxUrl: string;
  socketUrl: string;
  /** The option `apiUrls` of courier-js and courier-react. */
  apiUrls: ApiUrls;
  /** The environment variables for a process that uses the sandbox. */
  env: Record<SandboxVariable, string>;
  /** Issues a user token (JWT). The user ID must not contain whitespace. */
  issueToken(user: string, options?: TokenOptions): Promise<string>;
  /** Sends a message, or one with this title. Returns the ID of the message. */
  send(user: string, message: string | NewMessage): Promise<string>;
  /** Returns the messages in the user's Inbox, without archived ones. The newest is the first. */
  messages(user: string): Promise<Message[]>;
  /** Advances the clock by a number of seconds or by a duration such as `2h`. */
  advance(duration: number | string): Promise<ClockState>;
  /** Adds a simulated failure, for example `issue-token:429,retry-after=2`. */
  fault(fault: string): Promise<void>;
  /** Removes all simulated failures, also those of the start. */
  clearFaults(): Promise<void>;
  /** Returns the requests since the start or the last reset, without secrets. */
  journal(): Promise<JournalEntry[]>;
  /** Goes back to the state at the start: its seed, faults and clock, and an empty journal. */
  reset(): Promise<void>;
  /** Ends the sandbox and waits for that. Does nothing if it has ended. */
  stop(): Promise<void>;
}

export type SandboxVariable =
  | 'COURIER_BASE_URL'
  | 'COURIER_API_KEY'
  | 'COURIER_INBOX_URL'
  | 'COURIER_SOCKET_URL'
  | 'COURIER_CLIENT_KEY';

export interface ApiUrls {
  courier: { rest: string; graphql: string };
  inbox: { graphql: string; webSocket: string };
}

/** A group of scopes that an app needs. */
export type Feature = 'inbox' | 'toast' | 'preferences' | 'push' | 'brands' | 'create' | 'sdk';

/** Features: one, several, or a text such as `inbox,preferences`. */
export type Features = Feature | `${Feature},${string}` | readonly Feature[];

/** An option that is null is the same as one that is not set. */
export interface TokenOptions {
  /** Features that the app uses. The default is `sdk`, or nothing if `scopes` is set. */
  for?: Features | null;
  /** More scopes. That of the user is always there. */
  scopes?: readonly string[] | null;
  /** Lifetime: a duration such as `1 day`, which is the default, or a number of seconds. */
  expiresIn?: string | number | null;
}

/** A message to send. It has a title, a body or both. */
export interface NewMessage {
  title?: string | null;
  body?: string | null;
  data?: Record<string, unknown> | null;
  tags?: readonly string[] | null;
  tenantId?: string | null;
}

/** A message in an Inbox. Times are in RFC 3339. */
export interface Message {
  messageId: string;
  title: string | null;
  preview: string | null;
  created: string;
  read: string | null;
  opened: string | null;
  archived: string | null;
  tags: string[];
  /** The tenant of the message. */
  accountId: string | null;
  data: Record<string, unknown>;
  actions: Array<Record<string, unknown>>;
  trackingIds: Record<string, string>;
}

export interface JournalEntry {
  number: number;
  /** The time by the sandbox's clock, in RFC 3339. */
  time: string;
  method: string;
  path: string;
  /** The user that the request names. */
  user: string | null;
  /** The GraphQL operation. */
  operation: string | null;
  /** Null while the request is handled, and if it gets no response. */
  status: number | null;
  /** The fingerprint of the token or key of the request. */
  token: string | null;
  /** The rule that explains why the token was rejected. */
  rule: string | null;
  /** Why the key was rejected. */
  reason: string | null;
  milliseconds: number | null;
}

export type Severity = 'error' | 'warning' | 'note';

/**
 * The options of `courier-auth inspect`. `courier-auth inspect --help` describes them. An option that is
 * null is the same as one that is not set.
 */
export interface InspectOptions {
  /** Features that the app uses. The default is `inbox`. */
  for?: Features | null;
  /** Require this user ID. */
  user?: string | null;
  /** Require this environment: `production`, `test` or its ID. */
  env?: string | null;
  /** Client key that the app uses with the token. */
  clientKey?: string | null;
  /** Check as of this time: a Date, or a text such as `+2h`. The default is the current time. */
  at?: Date | string | null;
  /** Accept tokens that expired less than this long ago. */
  leeway?: string | null;
  /** Fail if the token is valid for less than this. */
  validFor?: string | null;
  /** Warn if the lifetime is longer than this. */
  maxLifetime?: string | null;
  /** Fail on warnings too. */
  strict?: boolean | null;
  /** Lowest severity that fails. */
  failOn?: Severity | null;
  /** Rules to ignore: a list, or a text such as `CA202,no-expiry`. */
  allow?: string | readonly string[] | null;
  /** Rules to report as warnings. */
  warn?: string | readonly string[] | null;
  /** Rules to report as errors. */
  deny?: string | readonly string[] | null;
}

/** The report about a token. `courier-auth schema inspect` describes all fields. */
export interface InspectReport {
  schema: string;
  /** `bad` if a finding fails, `unreadable` if the text is not a token. */
  verdict: 'ok' | 'bad' | 'unreadable';
  fingerprint: string | null;
  features: string[];
  header: Record<string, unknown> | null;
  claims: Record<string, unknown> | null;
  /** Null if the token names no user or several. */
  user_id: string | null;
  user_ids: string[];
  scopes: string[];
  /** Times are in RFC 3339. */
  issued_at: string | null;
  expires_at: string | null;
  /** The time that the token is judged at. */
  judged_at: string;
  findings: Finding[];
  /** The command that issues a token without these problems. */
  fix: string | null;
  [field: string]: unknown;
}

export interface Finding {
  /** For example `CA305`. */
  code: string;
  /** For example `missing-scope`. */
  rule: string;
  severity: Severity;
  message: string;
  help: string | null;
  claim: string | null;
  [field: string]: unknown;
}
