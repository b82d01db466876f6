"""Pictures of the running program, made by the program itself."""
