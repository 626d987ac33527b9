const shell = "shell";

export default shell;
