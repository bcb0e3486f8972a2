/**
 * The code under test: tells customers about their orders.
 *
 * @param {import('@trycourier/courier').default} courier
 */
export async function announceShipment(courier, { id, customer }) {
  await courier.send.message({
    message: {
      to: { user_id: customer },
      content: { title: 'Your order has shipped', body: `Order ${id} is on its way.` },
      data: { orderId: id },
      metadata: { tags: ['orders'] },
    },
  });
}
