import courierAuth = require('courier-auth');

async function main(): Promise<void> {
  const sandbox = await courierAuth.startSandbox({ seed: 'users.json' });
  const report = await courierAuth.inspectToken(await sandbox.issueToken('alice'));
  const user: string | null = report.user_id;
  await sandbox.stop();
  console.log(user);
}

void main();
