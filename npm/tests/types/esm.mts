import { inspectToken, startSandbox, type Message, type Sandbox } from 'courier-auth';

await using sandbox: Sandbox = await startSandbox({
  seed: {
    users: { alice: { messages: [{ title: 'Hello', channels: ['email'] }], tenants: ['acme'] } },
  },
  faults: ['q:503,times=1'],
  clock: { set: new Date(), freeze: true },
  port: 0,
});
const jwt: string = await sandbox.issueToken('alice', {
  for: ['inbox', 'push'],
  scopes: ['read:brands'],
  expiresIn: '1h',
});
const id: string = await sandbox.send('alice', {
  title: 'Hello',
  data: { n: 1 },
  tags: ['orders'] as const,
});
const [message]: Message[] = await sandbox.messages('alice');
const isRead: boolean = message?.read !== null;
const { graphql, webSocket } = sandbox.apiUrls.inbox;
const key: string = sandbox.env.COURIER_API_KEY;
const { now, frozen } = await sandbox.advance('2h');
const [entry] = await sandbox.journal();
const status: number | null | undefined = entry?.status;
const { verdict, findings } = await inspectToken(jwt, {
  for: 'inbox',
  at: new Date(),
  allow: ['CA510'],
});
await sandbox.issueToken('alice', { for: 'inbox,toast', expiresIn: 60 });
const other = await startSandbox({ seed: new URL('seed.json', import.meta.url), faults: 'q:503' });
const rules: string[] = findings.map((finding) => finding.rule);

// @ts-expect-error: unknown option
await startSandbox({ sed: 'users.json' });
// @ts-expect-error: unknown feature
await sandbox.issueToken('alice', { for: 'mailbox' });
// @ts-expect-error: unknown field
await sandbox.send('alice', { title: 'Hello', routing: { method: 'all' } });
// @ts-expect-error: only at the start
await startSandbox({ clock: { advance: '2h' } });
// @ts-expect-error: unknown variable
sandbox.env.COURIER_JWT;

console.log(id, isRead, graphql, webSocket, key, now, frozen, status, verdict, rules, other);
