print("chorale")
