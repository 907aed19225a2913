// What a reader chose, kept in this browser: text size and contrast. In the head, so that nothing moves afterwards.
(() => {
"use strict";
const root = document.documentElement;
const keep = (key, value) => {
	try {
		if (value === undefined) return localStorage.getItem("gb-" + key);
		if (value) localStorage.setItem("gb-" + key, value);
		else localStorage.removeItem("gb-" + key);
	} catch (_) {}
};
for (const key of ["size", "contrast"]) {
	const value = keep(key);
	if (value) root.dataset[key] = value;
}
document.addEventListener("DOMContentLoaded", () => {
	const tools = document.getElementById("tools");
	if (tools) {
		const buttons = tools.querySelectorAll("button");
		const show = () => buttons.forEach((button) => {
			button.setAttribute("aria-pressed", root.dataset[button.name] === button.value);
		});
		tools.hidden = false;
		show();
		tools.addEventListener("click", (event) => {
			const { name, value } = event.target;
			if (!name) return;
			if (root.dataset[name] === value) delete root.dataset[name];
			else root.dataset[name] = value;
			keep(name, root.dataset[name] || "");
			show();
		});
	}
	// A citation is copied where the browser can.
	for (const button of document.querySelectorAll("[data-copies]")) {
		if (!navigator.clipboard) return;
		button.hidden = false;
		button.addEventListener("click", () => {
			navigator.clipboard.writeText(document.getElementById(button.dataset.copies).textContent).then(() => {
				button.textContent = button.dataset.done;
			});
		});
	}
});
})();
