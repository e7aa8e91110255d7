/** Says what happened: in the log, if there is one, and in a notice over the page; errors stay until they are dismissed. */

const SECONDS = 6;

export function createNotice({box, text, close, alert, status, log}) {
  let timer;
  const hide = () => (box.hidden = true);
  close.addEventListener('click', hide);

  function show(message, bad) {
    clearTimeout(timer);
    text.textContent = message;
    box.classList.toggle('bad', bad);
    box.hidden = false;
    if (!bad) timer = setTimeout(hide, SECONDS * 1000);
    // Readers are told by elements that are always there: a live region that appears with its text stays unread.
    (bad ? alert : status).textContent = message;
    note(message, bad);
  }

  function note(message, bad = false) {
    if (!log) return;
    const item = document.createElement('li');
    item.classList.toggle('bad', bad);
    const time = document.createElement('time');
    time.textContent = new Date().toLocaleTimeString([], {timeStyle: 'medium', hourCycle: 'h23'});
    const what = document.createElement('span');
    what.textContent = message;
    item.append(time, what);
    log.prepend(item);
  }

  return {
    /** In the log alone. */
    note: message => note(message),
    say: message => show(message, false),
    /** The message as it is; its class too where that tells more than that it is an Error. */
    fail(doing, error) {
      const kind = error.name && error.name !== 'Error' ? `${error.name}: ` : '';
      show(`${doing}: ${kind}${error.message}`, true);
    },
  };
}
