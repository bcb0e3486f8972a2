/**
 * The code under test: marks the messages about an order as read.
 *
 * @param {import('@trycourier/courier-js').CourierClient} client
 * @returns {Promise<number>} the number of messages that were marked
 */
export async function markOrderAsRead(client, orderId) {
  const { data } = await client.inbox.getMessages({ filter: { status: 'unread' } });
  const messages = data.messages.nodes.filter((message) => message.data?.orderId === orderId);
  for (const { messageId } of messages) {
    await client.inbox.read({ messageId });
  }
  return messages.length;
}
