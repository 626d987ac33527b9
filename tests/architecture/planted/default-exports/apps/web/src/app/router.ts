const router = "router";

export { router as default };
