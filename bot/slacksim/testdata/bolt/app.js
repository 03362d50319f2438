// A small app on Slack's own framework. It knows nothing of the workspace being simulated but the API's address.
const { App } = require('@slack/bolt');

const plain = (text) => ({ type: 'plain_text', text });
const form = {
  type: 'modal', callback_id: 'order', title: plain('Order'), submit: plain('Send'),
  blocks: [{ type: 'input', block_id: 'what', label: plain('What'), element: { type: 'plain_text_input', action_id: 'what' } }],
};

const app = new App({
  token: process.env.BOT_TOKEN,
  appToken: process.env.APP_TOKEN,
  socketMode: true,
  clientOptions: { slackApiUrl: process.env.API_URL },
});

app.command('/request', async ({ command, ack, client }) => {
  await ack(`heard ${command.text}`);
  await client.views.open({ trigger_id: command.trigger_id, view: form });
});

app.view('order', async ({ ack, view, client, body }) => {
  const what = view.state.values.what.what.value;
  if (what === 'nothing') {
    await ack({ response_action: 'errors', errors: { what: 'Say what you want.' } });
    return;
  }
  await ack();
  await client.chat.postMessage({
    channel: body.user.id, text: `${what} is ordered`,
    blocks: [
      { type: 'section', text: { type: 'mrkdwn', text: `*${what}* is ordered` } },
      { type: 'actions', elements: [{ type: 'button', action_id: 'receipt', text: plain('Receipt'), value: what }] },
    ],
  });
});

app.action('receipt', async ({ ack, action, respond, client, body }) => {
  await ack();
  await respond({ text: 'one moment', replace_original: false });
  await client.filesUploadV2({
    channel_id: body.channel.id, thread_ts: body.message.ts, initial_comment: 'your receipt', filename: 'receipt.txt', content: `1 ${action.value}`,
  });
});

app.event('app_home_opened', async ({ event, client }) => {
  await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: [{ type: 'header', text: plain('Orders') }] } });
});

app.event('app_mention', async ({ event, say }) => {
  await say({ text: 'you called', thread_ts: event.ts });
});

app.start();
