print("oomlab")
