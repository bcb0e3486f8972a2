/// <reference lib="esnext.disposable" />

/**
 * Starts a sandbox: a local Courier with its own users and messages. It ends with the process that
 * started it, however that ends.
 *
 * @throws {Error} with the message of the program, if the sandbox cannot be started.
 */
export function startSandbox(options?: SandboxOptions): Promise<Sandbox>;

/**
 * Inspects a token. A token that will not work is a report, not an error.
 *
 * @param jwt One token. It may be wrapped, for example in `Bearer` or in the response of issue-token.
 * @throws {Error} with the message of the program, if an option is invalid.
 */
export function inspectToken(jwt: string, options?: InspectOptions): Promise<InspectReport>;

export interface SandboxOptions {
  /** Users and messages to start with: a seed, or the path of a file with one. */
  seed?: string | Seed;
  /** Simulated failures, for example `q:503,times=1`. `courier-auth sandbox start --help` lists them. */
  faults?: string[];
  /** Changes to the clock, before the seed is loaded. By default, it follows the machine's clock. */
  clock?: ClockChange;
  /** Port on 127.0.0.1. The default, 0, chooses a free one. */
  port?: number;
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

/** Changes to the clock, applied in this order. */
export interface ClockChange {
  /** The time to set. A text is in RFC 3339. */
  set?: Date | string;
  /** True to freeze the clock, false to let it run again. */
  freeze?: boolean;
  /** A number of seconds, or a duration such as `2h`. */
  advance?: number | string;
}

export interface ClockState {
  /** The time in RFC 3339. */
  now: string;
  frozen: boolean;
}

/** A running sandbox. Its methods can be used without the object. They reject if a request fails. */
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
  /** Issues a user token. */
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

export interface TokenOptions {
  /** Features to allow. The default is `sdk`, or nothing if `scopes` is set. */
  for?: Feature | Feature[];
  /** More scopes to allow. */
  scopes?: string[];
  /** Lifetime: a duration such as `1 day`, which is the default, or a number of seconds. */
  expiresIn?: string | number;
}

/** A message to send. Fields other than these are passed on as fields of `message` in `POST /send`. */
export interface NewMessage {
  title?: string;
  body?: string;
  data?: Record<string, unknown>;
  tags?: string[];
  tenantId?: string;
  [field: string]: unknown;
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

/** The options of `courier-auth inspect`. `courier-auth inspect --help` describes them. */
export interface InspectOptions {
  /** Features that the app uses. The default is `inbox`. */
  for?: Feature | Feature[];
  /** Require this user ID. */
  user?: string;
  /** Require this environment: `production`, `test` or its ID. */
  env?: string;
  /** Client key that the app uses with the token. */
  clientKey?: string;
  /** Check as of this time, for example `+2h`. The default is the current time. */
  at?: Date | string | number;
  /** Accept tokens that expired less than this long ago. */
  leeway?: string;
  /** Fail if the token is valid for less than this. */
  validFor?: string;
  /** Warn if the lifetime is longer than this. */
  maxLifetime?: string;
  /** Fail on warnings too. */
  strict?: boolean;
  /** Lowest severity that fails. */
  failOn?: Severity;
  /** Rules to ignore, for example `CA202` or `no-expiry`. */
  allow?: string | string[];
  /** Rules to report as warnings. */
  warn?: string | string[];
  /** Rules to report as errors. */
  deny?: string | string[];
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
