/* Faults */

function renderFaults() {
  const left = (count) => (count === null ? "until cleared" : count === 0 ? "used up" : plural(count, "more time"));
  const create = ({ fault, at }) => {
    const button = createNode("button", { type: "button", className: "small", textContent: "Remove", "aria-label": `Remove: ${fault}` });
    button.addEventListener("click", () => runOnce(button, $("fault-result"), () => removeFault(at)));
    return createNode("li", { data: { fault } }, createNode("code", { textContent: fault }), createNode("span"), button);
  };
  const numbered = state.faults.map((fault, at) => ({ ...fault, at }));
  renderList($("fault-list"), numbered, ({ fault, at }) => `${at} ${fault}`, create, (node, fault) => setText(node.children[1], left(fault.left)));
  $("faults-empty").hidden = state.faults.length > 0;
}

async function addFault({ route, what, status, latency, times }) {
  const kinds = { status: status.value, latency: `latency=${latency.value}` };
  const count = times.value ? `,times=${times.value}` : "";
  const fault = `${route.value}:${kinds[what.value] ?? what.value}${count}`;
  await control("POST", "faults", { faults: [fault] });
  await loadControls();
  return `Added ${fault}.`;
}

function renderFaultForm() {
  for (const name of ["status", "latency"]) {
    const isWanted = $("fault-what").value === name;
    $(`fault-${name}-label`).hidden = !isWanted;
    $(`fault-${name}`).disabled = !isWanted;
  }
}

async function clearFaults() {
  const { faults } = await get("/_sandbox/faults");
  await control("DELETE", "faults");
  await loadControls();
  return faults.length ? `Removed ${plural(faults.length, "fault")}.` : "There were no faults.";
}

// Replaces the faults with all but one. Faults that are used up have no effect and are left out.
async function removeFault(at) {
  const { faults } = await get("/_sandbox/faults");
  const removed = faults[at];
  if (removed?.fault !== state.faults[at]?.fault) {
    await loadControls();
    throw new Problem("the faults have changed. Try again");
  }
  const others = faults.filter((fault, index) => index !== at && fault.left !== 0);
  const texts = others.map(({ fault, left }) => (left === null ? fault : fault.replace(/(?<=[:,])times=[^,]*/, `times=${left}`)));
  await control("PUT", "faults", { faults: texts });
  await loadControls();
  return `Removed ${removed.fault}.`;
}
